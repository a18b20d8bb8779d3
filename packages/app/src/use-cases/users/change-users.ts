import {
  checkBatch,
  clashes,
  issue,
  nextVersion,
  placedKeys,
  unavailable,
  userEntry,
  userId,
  type Checked,
  type Instant,
  type Issue,
  type KeyClaim,
  type KeysTaken,
  type Path,
  type PlacedKey,
  type RowIssues,
  type Unavailable,
  type User,
  type UserChange,
  type UsersOvertaken,
} from '@keepsake/domain'
import { carrierOf, misbehaviour } from '@keepsake/domain/guard'
import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { RefusedRow } from '../shared/batch.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../events/write-events.ts'

/** How to change one user. */
export type RowChange = {
  readonly userId: string
  /** The version that the change is meant for, if the caller gives one. A later version refuses the change. */
  readonly version?: number
  readonly change: (user: User) => Checked<User>
  /** The place in the row of a value that is at `path` in the user's record, for issues of unique keys. */
  readonly placeOfKey: (path: Path) => Path
  /** What to write in the same transaction, after the user. */
  readonly alsoWrite?: (stores: UserStores) => ResultAsync<void, UsersOvertaken | Unavailable>
}

/** Rows that refuse the whole call. Their issues are relative to the row. */
export type RowsRefused = { readonly kind: 'rows-refused'; readonly rows: readonly RefusedRow[] }

/** More than the number of people and programs that change one user at the same time. */
const mostTries = 32

/**
 * Changes users, all or none, and answers the changed users. If another call changes a user at the same time, the change is
 * made to the new version, unless it is meant for one version only.
 */
export const changeUsers = (
  rows: readonly RowChange[],
  context: Context,
  tries: number = mostTries,
): ResultAsync<readonly User[], RowsRefused | Unavailable> =>
  context.storage
    .atomically((stores) => tryToChange(rows, stores, context))
    .orElse((failure) => {
      if (failure.kind !== 'users-overtaken') return errAsync(failure)
      return tries > 1
        ? changeUsers(rows, context, tries - 1)
        : errAsync(unavailable('storage', new Error('a user is being changed over and over')))
    })

const tryToChange = (
  rows: readonly RowChange[],
  stores: UserStores,
  context: Context,
): ResultAsync<readonly User[], RowsRefused | UsersOvertaken | Unavailable> =>
  safeTry(async function* () {
    const { users } = stores
    const found = yield* users.findByIds(rows.map((row) => userId(row.userId)))
    const byId = new Map(found.map((user) => [user.id, user]))
    const changed = rows.map((row) => changeOf(byId.get(userId(row.userId)), row))
    const issues = changed.flatMap((each, row) => (each.isErr() ? [{ row, issues: each.error }] : []))
    if (issues.length > 0) return err(refused(issues))

    const now = context.ports.sources.clock()
    const placed = rows.flatMap((row, index) => {
      const each = changed[index]
      return each?.isOk() === true ? [{ row: index, ...claim(row, each.value, now, context) }] : []
    })
    const repeated = checkBatch(placed, 'every')
    if (repeated.size > 0) return err(refused(toRows(repeated)))
    yield* users.updateAll(placed.map(({ change }) => change)).mapErr((failure) => toRefusal(failure, placed))
    const changedUsers = placed.map(({ change }) => change.to.user)
    yield* writeEvents(
      changedUsers.map(({ id }) => ({ type: 'user.updated', userId: id })),
      stores,
      context,
    )
    for (const { alsoWrite } of rows) if (alsoWrite !== undefined) yield* alsoWrite(stores)
    return ok(changedUsers)
  })

type Changed = { readonly from: User; readonly to: User }

/** The result of a row's change, or all its issues. */
export const changeOf = (user: User | undefined, row: RowChange): Checked<Changed> => {
  if (user === undefined) return err([issue('user.not_found', ['userId'])])
  if (row.version !== undefined && row.version !== user.version)
    return err([issue('user.overtaken', ['version'])])
  return row.change(user).map((to) => ({ from: user, to }))
}

/** The next version of a user, and the keys that it claims. */
const claim = (
  row: RowChange,
  { from, to }: Changed,
  now: Instant,
  { identifierContext }: Context,
): { readonly keys: readonly PlacedKey[]; readonly change: UserChange } => {
  const keys = placedKeys(to, to.identities, identifierContext)
  return {
    keys: keys.map((placed) => ({ ...placed, path: row.placeOfKey(placed.path) })),
    change: { from: from.version, to: userEntry(nextVersion(from, to, now), keys) },
  }
}

/** If keys are taken, the rows that claim them are refused. Any other failure stays as it is. */
const toRefusal = (
  failure: KeysTaken | UsersOvertaken | Unavailable,
  claims: readonly KeyClaim[],
): RowsRefused | UsersOvertaken | Unavailable => {
  if (failure.kind !== 'keys-taken') return failure
  const lost = clashes(claims, failure.keys)
  if (lost.size === 0) throw carrierOf(misbehaviour('storage', 'users.updateAll has refused keys of nobody'))
  return refused(toRows(lost))
}

/** Refuses the whole call because of some of its rows. */
export const refused = (rows: readonly RefusedRow[]): RowsRefused => ({ kind: 'rows-refused', rows })

const toRows = (found: RowIssues): readonly RefusedRow[] =>
  [...found].map(([row, issues]) => ({ row, issues }))

/** The issues of a call about one user, which has no list. */
export const issuesOf = ({ rows }: RowsRefused): readonly Issue[] => rows.flatMap(({ issues }) => issues)
