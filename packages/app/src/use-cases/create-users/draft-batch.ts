import {
  decideGenerated,
  decidePasswordIntent,
  draftUser,
  gather,
  inside,
  issue,
  noticeWarnings,
  ofTenant,
  optional,
  parseDateZone,
  parseDepartmentIdType,
  parsePasswordOptions,
  planNotices,
  unusedWithoutPassword,
  type Checked,
  type CreateUsersOptions,
  type DateZone,
  type DepartmentIdType,
  type Drafted,
  type Issue,
  type NewUser,
  type NoticePlan,
  type PasswordIntent,
  type PasswordOptions,
  type PoolLimits,
} from '@keepsake/domain'
import { err, ok, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { draftBroughtOtp, type BroughtOtp } from '../authenticators/given-authenticator.ts'
import { inSlices } from '../shared/in-slices.ts'
import type { ReadRow } from './read-rows.ts'

/** The options of a batch, after parsing. */
export type BatchOptions = {
  readonly passwords: PasswordOptions
  readonly departmentIdType: DepartmentIdType
  readonly notices: NoticePlan
  readonly dateZone?: DateZone
}

/** A row after all checks that need nothing but the row. */
export type DraftRow = {
  readonly row: number
  readonly given: NewUser
  readonly user: Drafted
  readonly password: Checked<PasswordIntent>
  readonly otp: Checked<BroughtOtp | undefined>
  /** What the row contains, or its batch asks for it, but is not stored or done as given. */
  readonly warnings: readonly Issue[]
}

/** Refuses an empty or too long batch, before any work is spent on it. */
export const checkSize = (list: readonly unknown[], limits: PoolLimits): readonly Issue[] => {
  if (list.length === 0) return [issue('user.list_empty', ['list'])]
  if (list.length > limits.rows) return [issue('user.list_too_long', ['list'], { max: limits.rows })]
  return []
}

/** Refuses a batch with more passwords to hash than a caller can wait for. */
export const checkHashingWork = (
  rows: readonly DraftRow[],
  limits: Pick<PoolLimits, 'rowsToHash'>,
): readonly Issue[] =>
  checkRowsToHash(
    rows.filter(({ password }) => password.isOk() && ['set', 'generate'].includes(password.value.kind))
      .length,
    limits,
  )

/** The same for a number of rows. */
export const checkRowsToHash = (
  rows: number,
  { rowsToHash }: Pick<PoolLimits, 'rowsToHash'>,
): readonly Issue[] =>
  rows > rowsToHash ? [issue('password.too_many_to_hash', ['list'], { max: rowsToHash })] : []

/** Parses the options of a batch, or lists their issues under `options`. */
export const readOptions = (options: CreateUsersOptions, { settings }: Context): Checked<BatchOptions> =>
  inside(
    ['options'],
    gather(
      parsePasswordOptions(options),
      inside(['departmentIdType'], parseDepartmentIdType(options.departmentIdType ?? 'department_id')),
      planNotices(options, settings),
      inside(['dateZone'], optional(options.dateZone, readDateZone)),
    ).map(([passwords, departmentIdType, notices, dateZone]) => ({
      passwords,
      departmentIdType,
      notices,
      ...(dateZone === undefined ? {} : { dateZone }),
    })),
  )

const readDateZone = (text: string): Checked<DateZone> => {
  const zone = parseDateZone(text)
  return zone === undefined ? err([issue('user.date_zone_unknown')]) : ok(zone)
}

/** Drafts every row. If the options are invalid, everything that does not depend on them is still checked. */
export const draftRows = (
  rows: readonly ReadRow[],
  options: Checked<BatchOptions>,
  context: Context,
): ResultAsync<readonly DraftRow[], never> => {
  const { dateZone } = options.unwrapOr<Pick<BatchOptions, 'dateZone'>>({})
  const at = { now: context.ports.sources.clock(), ...(dateZone === undefined ? {} : { dateZone }) }
  return inSlices(rows, (read, row) => {
    if (read.isErr()) return draftOfNothing(row, read.error)
    const given = ofTenant(read.value, context.tenantId)
    const user = draftUser(given, context.settings, context.ports.phoneNumbers, at)
    return {
      row,
      given,
      user,
      password: options.isOk() ? decidePassword(given, user, options.value) : ok({ kind: 'none' }),
      otp: inside(
        ['otp'],
        optional(given.otp, (otp) => draftBroughtOtp(otp, context)),
      ),
      warnings: [...user.warnings, ...(options.isOk() ? unusedIn(given, user, options.value) : [])],
    }
  })
}

/** If a row has the wrong shape, nothing else of it can be checked. */
const draftOfNothing = (row: number, issues: readonly Issue[]): DraftRow => ({
  row,
  given: {},
  user: { draft: err(issues), keys: [], warnings: [] },
  password: ok({ kind: 'none' }),
  otp: ok(undefined),
  warnings: [],
})

const unusedIn = (
  given: NewUser,
  { draft }: Drafted,
  { passwords, notices }: BatchOptions,
): readonly Issue[] => [
  ...unusedWithoutPassword(given, passwords),
  // For a generated password, the code that decides about the password gives this warning.
  ...(passwords.generate ? [] : draft.map((user) => noticeWarnings(notices, user)).unwrapOr([])),
]

/** If a row is refused because of its other fields, it is not known whether a notice can reach the user. */
const decidePassword = (
  given: NewUser,
  { draft }: Drafted,
  { passwords, notices }: BatchOptions,
): Checked<PasswordIntent> =>
  decidePasswordIntent(given, passwords).map((intent) =>
    draft.isOk() ? decideGenerated(intent, notices, draft.value) : intent,
  )
