import {
  checkBatch,
  checkMemberships,
  clashes,
  gather,
  type Checked,
  type DraftUser,
  type Issue,
  type KeyClaim,
  type KnownMemberships,
  type Memberships,
  type PlacedKey,
  type UniqueKey,
  type Unavailable,
} from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { BatchMode } from '../shared/batch.ts'
import { inSlices } from '../shared/in-slices.ts'
import { allOf, following, type Soon } from '../shared/maybe-async.ts'
import type { BroughtOtp } from '../authenticators/given-authenticator.ts'
import { applyPolicy } from './apply-policy.ts'
import type { BatchOptions, DraftRow } from './draft-batch.ts'
import { openPassword, type OpenPassword } from './open-password.ts'

/** A row that passed every check before the write. */
export type AcceptedRow = {
  readonly row: number
  readonly draft: DraftUser
  readonly memberships: Memberships
  readonly keys: readonly PlacedKey[]
  readonly password: OpenPassword
  readonly otp: BroughtOtp | undefined
  /** What the row contains, or its batch asks for it, but is not stored or done as given. */
  readonly warnings: readonly Issue[]
}

/** The result of a row: accepted, or every issue that was found. Paths are relative to the row. */
export type JudgedRow =
  | { readonly row: number; readonly accepted: AcceptedRow }
  | { readonly row: number; readonly issues: readonly Issue[] }

/** Asks the organization, the ciphers and the storage about a whole batch, and lists every issue of every row. */
export const judgeBatch = (
  rows: readonly DraftRow[],
  options: BatchOptions | undefined,
  mode: BatchMode,
  context: Context,
): ResultAsync<readonly JudgedRow[], Unavailable> =>
  ResultAsync.combine([
    findMemberships(rows, options, context),
    findHeldKeys(rows, context),
    openPasswords(rows, context),
  ]).map(([known, held, passwords]) => {
    const taken = clashes(claims(rows), held)
    const judged = passwords.map((opened) => judgeRow(opened, known, taken.get(opened.row.row) ?? []))
    const repeated = checkBatch(
      // In mode `each`, a refused row claims no keys: a later row with the same email may have it.
      mode === 'all' ? claims(rows) : judged.flatMap((each) => ('accepted' in each ? [each.accepted] : [])),
      mode === 'all' ? 'every' : 'later',
    )
    return judged.map((each) => withIssues(each, repeated.get(each.row) ?? []))
  })

type OpenedRow = { readonly row: DraftRow; readonly password: Checked<OpenPassword> }

const openPasswords = (
  rows: readonly DraftRow[],
  context: Context,
): ResultAsync<readonly OpenedRow[], Unavailable> =>
  inSlices(rows, (row): Soon<OpenedRow> => {
    const opened = following(openPassword(row.password, context), (password) =>
      applyPolicy(row, password, context),
    )
    return following(opened, (password): OpenedRow => ({ row, password }))
  }).andThen((opened) => allOf(opened))

const judgeRow = (
  { row: { row, given, user, otp, warnings }, password }: OpenedRow,
  known: KnownMemberships,
  taken: readonly Issue[],
): JudgedRow => {
  const judged = gather(user.draft, checkMemberships(given, known), password, otp).match<JudgedRow>(
    ([draft, memberships, opened, authenticator]) => ({
      row,
      accepted: {
        row,
        keys: user.keys,
        draft,
        memberships,
        password: opened,
        otp: authenticator,
        warnings,
      },
    }),
    (issues) => ({ row, issues }),
  )
  return withIssues(judged, taken)
}

const withIssues = (judged: JudgedRow, issues: readonly Issue[]): JudgedRow =>
  issues.length === 0
    ? judged
    : { row: judged.row, issues: [...('issues' in judged ? judged.issues : []), ...issues] }

const claims = (rows: readonly DraftRow[]): readonly KeyClaim[] =>
  rows.map(({ row, user }) => ({ row, keys: user.keys }))

const findHeldKeys = (
  rows: readonly DraftRow[],
  { storage }: Context,
): ResultAsync<readonly UniqueKey[], Unavailable> =>
  storage.users.findHeld(rows.flatMap(({ user }) => user.keys.map(({ key }) => key)))

/** If the options are invalid, the type of department ids is not known. So no department is reported as unknown. */
const findMemberships = (
  rows: readonly DraftRow[],
  options: BatchOptions | undefined,
  { ports: { directory } }: Context,
): ResultAsync<KnownMemberships, Unavailable> => {
  const references = unique(rows.flatMap(({ given }) => given.departmentIds ?? []))
  return ResultAsync.combine([
    options === undefined
      ? okAsync(new Map(references.map((reference) => [reference, reference])))
      : directory.findDepartments(options.departmentIdType, references),
    directory.findTenants(unique(rows.flatMap(({ given }) => given.tenantIds ?? []))),
  ]).map(([departments, tenants]) => ({ departments, tenants }))
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]
