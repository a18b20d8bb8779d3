import {
  issue,
  userId,
  type Checked,
  type Instant,
  type Issue,
  type KeysTaken,
  type Path,
  type Unavailable,
  type User,
  type UserChange,
  type UsersOvertaken,
} from '@keepsake/domain'
import {
  checkBatch,
  checkVersion,
  clashes,
  nextVersion,
  placedKeys,
  refusedRows,
  userEntry,
  type ChangedUser,
  type KeyClaim,
  type RefusedRow,
  type RowIssues,
} from '@keepsake/domain/rules'
import { carrierOf, misbehaviour } from '@keepsake/domain/guard'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { repeatOvertaken } from '../shared/repeatable-work.ts'
import { writeEvents } from '../shared/write-events.ts'

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

/**
 * Changes users, all or none, and answers the changed users. If another call changes a user at the same time, the change is
 * made to the new version, unless it is meant for one version only.
 */
export const changeUsers = (
  rows: readonly RowChange[],
  context: Context,
): ResultAsync<readonly User[], RowsRefused | Unavailable> =>
  repeatOvertaken<readonly User[], RowsRefused | Unavailable, UsersOvertaken>(
    () => context.storage.atomically((stores) => tryToChange(rows, stores, context)),
    { isOvertaken, what: 'a user', tries: mostTries },
  )

/** More than the number of people and programs that change one user at the same time. */
const mostTries = 32

const isOvertaken = (failure: { readonly kind: string }): failure is UsersOvertaken =>
  failure.kind === 'users-overtaken'

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
    const issues = refusedRows(changed)
    if (issues.length > 0) return err(refused(issues))

    const now = context.ports.system.clock()
    const placed = rows.flatMap((row, index) => {
      const each = changed[index]
      return each?.isOk() === true ? [makeReady(index, row, each.value, now, context)] : []
    })
    const repeated = checkBatch(placed, 'every')
    if (repeated.size > 0) return err(refused(toRows(repeated)))
    yield* users.updateAll(placed.map(({ change }) => change)).mapErr((failure) => toRefusal(failure, placed))
    yield* writeEvents(
      placed.map(({ event }) => event),
      stores,
      context,
    )
    for (const { alsoWrite } of rows) if (alsoWrite !== undefined) yield* alsoWrite(stores)
    return ok(placed.map(({ change }) => change.to.user))
  })

type Changed = { readonly from: User; readonly to: User }

/** The result of a row's change, or all its issues. */
export const changeOf = (user: User | undefined, row: RowChange): Checked<Changed> => {
  if (user === undefined) return err([issue('user.not_found', ['userId'])])
  return checkVersion(user, row.version)
    .andThen(() => row.change(user))
    .map((to) => ({ from: user, to }))
}

/** A row with the keys that it claims, what to write for it, and the event of it. */
type ReadyChange = KeyClaim & { readonly change: UserChange; readonly event: ChangedUser['event'] }

const makeReady = (
  row: number,
  { placeOfKey }: RowChange,
  { from, to }: Changed,
  now: Instant,
  { identifierContext }: Context,
): ReadyChange => {
  const keys = placedKeys(to, to.identities, identifierContext)
  const { next, event } = nextVersion(from, to, now)
  return {
    row,
    keys: keys.map((placed) => ({ ...placed, path: placeOfKey(placed.path) })),
    change: { from: from.version, to: userEntry(next, keys) },
    event,
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
