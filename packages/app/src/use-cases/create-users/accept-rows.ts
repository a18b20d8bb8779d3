import {
  gather,
  refuseAny,
  rejected,
  type BatchMode,
  type Checked,
  type Failure,
  type UniqueKey,
  type Unavailable,
} from '@keepsake/domain'
import {
  checkKeys,
  checkMemberships,
  checkTransportKey,
  inList,
  referencesIn,
  type KnownMemberships,
  type RefusedRow,
} from '@keepsake/domain/rules'
import { err, ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { BatchOptions } from './batch-options.ts'
import { eachRow } from '../shared/each-row.ts'
import { openRows } from './open-rows.ts'
import type { AcceptedRow, CheckedRows, DraftedRow, OpenPassword } from './row.ts'

/**
 * Asks the organization, the ciphers and the storage about a whole batch, and tells good rows from refused ones. Invalid
 * options refuse the batch, and so does one refused row in mode `all`. Then every issue of every row is listed.
 */
export const acceptRows = (
  drafted: readonly DraftedRow[],
  options: Checked<BatchOptions>,
  mode: BatchMode,
  context: Context,
): ResultAsync<CheckedRows, Failure> =>
  safeTry(async function* () {
    const [known, held, opened] = yield* ResultAsync.combine([
      findMemberships(drafted, options, context),
      findHeldKeys(drafted, context),
      openRows(drafted, context),
    ])
    const each = yield* eachRow(opened, (row) => acceptRow(row, known))
    const checked = checkRows(opened, each, held, mode)
    const { refused } = checked
    if (options.isErr()) return err(rejected([...options.error, ...inList(refused)]))
    if (mode === 'all') yield* refuseAny(inList(refused))
    yield* refuseAny(checkTransportKey(refused))
    return ok(checked)
  })

/** Checks rows, each of which was checked by itself, against the users of the pool and against each other. */
const checkRows = (
  rows: readonly DraftedRow<OpenPassword>[],
  each: readonly Checked<AcceptedRow>[],
  held: readonly UniqueKey[],
  mode: BatchMode,
): CheckedRows => {
  const claims = rows.map(({ row, user }) => ({ row, keys: user.keys }))
  const ofKeys = checkKeys(claims, held, mode, (row) => each[row]?.isErr() === true)
  const accepted: AcceptedRow[] = []
  const refused: RefusedRow[] = []
  for (const [index, row] of each.entries()) {
    const clashing = ofKeys.get(index) ?? []
    if (row.isOk() && clashing.length === 0) accepted.push(row.value)
    else refused.push({ row: index, issues: [...(row.isErr() ? row.error : []), ...clashing] })
  }
  return { accepted, refused }
}

/** Joins the parts of a row, or lists all its issues. */
export const acceptRow = (
  { row, given, user, password, otp, passwordPast, warnings }: DraftedRow<OpenPassword>,
  known: KnownMemberships,
): Checked<AcceptedRow> =>
  gather(user.draft, checkMemberships(given, known), password, passwordPast, otp).map(
    ([draft, memberships, opened, past, authenticator]) => ({
      row,
      draft,
      memberships,
      keys: user.keys,
      password: opened,
      otp: authenticator,
      passwordPast: past,
      warnings,
    }),
  )

const findHeldKeys = (
  rows: readonly DraftedRow[],
  { storage }: Context,
): ResultAsync<readonly UniqueKey[], Unavailable> =>
  storage.users.findHeld(rows.flatMap(({ user }) => user.keys.map(({ key }) => key)))

/**
 * Asks the organization about a whole batch. If the options are invalid, the type of department ids is not known. So no
 * department is reported as unknown.
 */
export const findMemberships = (
  rows: readonly DraftedRow[],
  options: Checked<BatchOptions>,
  { ports: { organization } }: Context,
): ResultAsync<KnownMemberships, Unavailable> => {
  const { departmentIds, tenantIds } = referencesIn(rows.map(({ given }) => given))
  return ResultAsync.combine([
    options.isErr()
      ? okAsync(new Map(departmentIds.map((reference) => [reference, reference])))
      : organization.findDepartments(options.value.departmentIdType, departmentIds),
    organization.findTenants(tenantIds),
  ]).map(([departments, tenants]) => ({ departments, tenants }))
}
