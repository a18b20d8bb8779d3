import {
  under,
  userId,
  type Checked,
  type Failure,
  type Issue,
  type Unavailable,
  type User,
  type UsersOvertaken,
} from '@keepsake/domain'
import { checkRowsToHash, refusedRows, type RefusedRow } from '@keepsake/domain/rules'
import { err, errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { hashReset, openReset, type FreshPassword, type PasswordReset } from '../passwords/password-reset.ts'
import { decryptPasswords } from '../passwords/password-transport.ts'
import { writePassword, type NewPassword } from '../passwords/put-password.ts'
import { eachRow } from '../shared/each-row.ts'
import type { MaybeAsync } from '../shared/maybe-async.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { changeOf, refused, type RowChange, type RowsRefused } from './change-users.ts'

/** How to change a password: a new one is given or generated, or the user must choose one at the next sign-in. */
export type PasswordUpdate = PasswordReset | { readonly by: 'user' }

type Row = RowChange & { readonly password?: PasswordUpdate | undefined }

/**
 * Adds the changes of passwords to those of users. Both are written in the same transaction. Each password is checked for
 * the changed user, so nothing is refused after a write, and all issues of all rows are listed. A row with a new password is
 * meant for the version of the user that it was checked for.
 */
export const withPasswords = (
  rows: readonly Row[],
  context: Context,
): ResultAsync<readonly RowChange[], RowsRefused | Failure> =>
  safeTry(async function* () {
    if (!rows.some(({ password }) => isReset(password))) return ok(rows.map(withoutReset))
    const found = yield* context.storage.users.findByIds(rows.map((row) => userId(row.userId)))
    const byId = new Map(found.map((user) => [user.id, user]))
    const opened = yield* eachRow(rows, (row) => openRow(row, byId.get(userId(row.userId)), context))
    const issues = refusedRows(opened)
    if (issues.length > 0) return err(refused(issues))
    return eachRow(rows, (row, index): MaybeAsync<RowChange> => {
      const each = opened[index]
      const ready = each?.isOk() === true ? each.value : undefined
      return ready === undefined ? withoutReset(row) : withReset(row, ready, context)
    })
  })

/** Whether the user gets a new password. */
export const isReset = (password: PasswordUpdate | undefined): password is PasswordReset =>
  password !== undefined && password.by !== 'user'

/** The user that the password is for, before and after the change. */
type Ready = { readonly reset: PasswordReset; readonly fresh: FreshPassword; readonly from: User }

const openRow = (
  row: Row,
  from: User | undefined,
  context: Context,
): MaybeAsync<Checked<Ready | undefined>> => {
  const changed = changeOf(from, row)
  const { password: reset } = row
  if (from === undefined || !isReset(reset)) return changed.map(() => undefined)
  return inClear(reset, context)
    .andThen((clear) => openReset(clear, changed.unwrapOr({ from, to: from }).to, context))
    .map((fresh): Checked<Ready> => changed.map(() => ({ reset, fresh, from })))
    .orElse((failure) =>
      failure.kind === 'rejected'
        ? okAsync<Checked<Ready>, Unavailable>(
            err([...(changed.isErr() ? changed.error : []), ...failure.issues.map(atPassword)]),
          )
        : errAsync(failure),
    )
}

const inClear = (reset: PasswordReset, { ports }: Context): ResultAsync<PasswordReset, Failure> =>
  reset.by === 'generated' ? okAsync(reset) : decryptPasswords(reset, ['newPassword'], ports.transportCiphers)

/** An issue about the user keeps its place. */
const atPassword = (each: Issue): Issue => {
  const [placed = each] = each.path[0] === 'userId' ? [] : under(['password'], [each])
  return placed
}

const withoutReset = ({ password, ...row }: Row): RowChange =>
  password === undefined
    ? row
    : { ...row, alsoWrite: ({ credentials }) => credentials.requireChange(userId(row.userId)) }

const withReset = (
  row: RowChange,
  { reset, fresh, from }: Ready,
  context: Context,
): ResultAsync<RowChange, Unavailable> =>
  hashReset(reset, fresh, from, context).map((next) => ({
    ...row,
    version: from.version,
    alsoWrite: (stores) => writeNext(next, stores, context),
  }))

/** Replaces any password that the user has meanwhile. A deleted user was already noticed before. */
const writeNext = (
  next: NewPassword,
  stores: UserStores,
  context: Context,
): ResultAsync<void, UsersOvertaken | Unavailable> =>
  writePassword(next, () => true, stores, context).andThen((outcome) =>
    outcome === 'overtaken' || outcome === 'gone'
      ? errAsync<void, UsersOvertaken>({ kind: 'users-overtaken', userIds: [next.userId] })
      : okAsync(),
  )

/** Whether rows were refused only because their users changed after the new passwords were checked. */
export const wereOvertaken = (
  failure: { readonly kind: string } | RowsRefused,
  rows: readonly Pick<Row, 'version' | 'password'>[],
): failure is RowsRefused =>
  'rows' in failure && failure.rows.every((each) => wasOvertaken(each, rows[each.row]))

const wasOvertaken = (
  { issues }: RefusedRow,
  given: Pick<Row, 'version' | 'password'> | undefined,
): boolean =>
  given !== undefined &&
  given.version === undefined &&
  isReset(given.password) &&
  issues.every(({ code }) => code === 'user.overtaken')

/** Refuses a batch with more passwords to hash than a caller can wait for. */
export const checkResets = (
  rows: readonly { readonly password?: PasswordUpdate | undefined }[],
  { settings }: Context,
): readonly Issue[] =>
  checkRowsToHash(rows.filter(({ password }) => isReset(password)).length, settings.limits)
