import {
  issue,
  rejected,
  under,
  type ExistingOtp,
  type Failure,
  type Issue,
  type Path,
} from '@keepsake/domain'
import { err, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { TenantKeepsake, RefusedRow, ImportOtpReport } from '@keepsake/app'
import { atFileRows, splitIntoBatches, type FileRow } from './batches.ts'
import type { ImportOptions } from './import-users.ts'
import {
  readOtpFile,
  type OtpFileSource,
  type OtpOwner,
  type OtpRow,
  type PlacedOtp,
} from './authenticator-file.ts'

/** The result of a file. `stopped` is the reason why the rest was not tried. What was enrolled before stays. */
export type OtpImport = ImportOtpReport & {
  readonly rows: number
  /** The number of rows without a second factor. */
  readonly without: number
  readonly stopped?: Failure
}

/** How to import a file of authenticators. */
export type OtpImportOptions = ImportOptions & {
  readonly existing: ExistingOtp
  readonly from: OtpFileSource
}

/**
 * Imports the authenticators of a file, in the same two modes as users. In mode `each`, the first authenticator of every
 * user is imported before any user's second one. In mode `all`, a row has only one.
 */
export const importOtp = (
  content: unknown,
  keepsake: TenantKeepsake,
  { mode, settings: { limits }, onProgress, existing, from }: OtpImportOptions,
): ResultAsync<OtpImport, Failure> =>
  safeTry(async function* () {
    const file = yield* readOtpFile(content, from).mapErr(rejected)
    const bringing = file.readable.filter(({ value }) => value.otps.length > 0)
    const { turns, lost } = yield* findOwners(bringing, keepsake)
    const refused = [...file.refused, ...lost, ...(mode === 'all' ? refuseSeveral(turns) : [])]
    if (mode === 'all' && refused.length > 0)
      return err(rejected(refused.toSorted(byRow).flatMap(({ issues }) => issues)))

    const without = file.readable.filter(bringsNothing).length
    const warnings = file.readable.flatMap(leftBehindBy)
    let report: OtpImport = {
      ...nothing,
      rows: file.count,
      without,
      warnings,
      refused: refused.toSorted(byRow),
    }
    const total = refused.length + turns.length
    let done = refused.length
    // A file without rows is one empty batch, and is refused for that.
    for (const [turn, rows] of file.count === 0 ? [[0, []] as const] : byTurn(turns)) {
      const standing = rows.filter(({ row }) => !report.refused.some((each) => each.row === row))
      done += rows.length - standing.length
      const isOne = mode === 'all' || rows.length === 0
      for (const batch of isOne ? [rows] : splitIntoBatches(standing, limits.rows, Infinity, () => false)) {
        const list = batch.map(({ value }) => ({ userId: value.userId, otp: value.otp }))
        const outcome = await keepsake.authenticators.import({
          list,
          mode,
          existing: turn === 0 ? existing : 'add',
        })
        if (outcome.isErr()) {
          if (mode === 'all') return err(atFile(batch, outcome.error))
          return ok({ ...report, stopped: outcome.error })
        }
        report = merge(report, outcome.value, batch)
        done += batch.length
        onProgress(done, total)
      }
    }
    return ok(report)
  })

/** An authenticator to import, its number in its row, and its user. */
type Turn = PlacedOtp & { readonly turn: number; readonly userId: string; readonly ownerField: string }

const nothing = { enrolled: 0, replaced: 0, added: 0, unchanged: 0, refused: [], warnings: [] }

const bringsNothing = ({ value: { otps, leftBehind } }: FileRow<OtpRow>): boolean =>
  otps.length === 0 && leftBehind.length === 0

const leftBehindBy = ({ row, value: { leftBehind } }: FileRow<OtpRow>): readonly Issue[] =>
  leftBehind.map((at) => issue('otp.factor_left_behind', ['list', row, ...at]))

const byRow = (one: RefusedRow, other: RefusedRow): number => one.row - other.row

const byTurn = (turns: readonly FileRow<Turn>[]): ReadonlyMap<number, readonly FileRow<Turn>[]> =>
  Map.groupBy(turns, ({ value }) => value.turn)

type Found = { readonly turns: readonly FileRow<Turn>[]; readonly lost: readonly RefusedRow[] }

/** Finds the users of the rows, one after the other. A file may have more rows than the storage can look up at once. */
const findOwners = (
  rows: readonly FileRow<OtpRow>[],
  keepsake: TenantKeepsake,
): ResultAsync<Found, Failure> =>
  safeTry(async function* () {
    const turns: FileRow<Turn>[] = []
    const lost: RefusedRow[] = []
    for (const { row, value } of rows) {
      const { owner, otps } = value
      const userId = yield* findOwner(owner, keepsake)
      if (userId === undefined)
        lost.push({ row, issues: [issue('otp.user_unknown', ['list', row, owner.field])] })
      else
        for (const [turn, each] of otps.entries())
          turns.push({ row, value: { ...each, turn, userId, ownerField: owner.field } })
    }
    return ok({ turns, lost })
  })

/** An id of ours is not looked up here, because the import checks it. */
const findOwner = (
  { by, id }: OtpOwner,
  keepsake: TenantKeepsake,
): ResultAsync<string | undefined, Failure> =>
  by === 'userId' ? okAsync(id) : keepsake.users.find({ externalId: id }).map((account) => account?.user.id)

/** Mode `all` is one batch, and a batch gives a user one authenticator. */
const refuseSeveral = (turns: readonly FileRow<Turn>[]): readonly RefusedRow[] =>
  [...Map.groupBy(turns, ({ row }) => row)]
    .filter(([, of]) => of.length > 1)
    .map(([row, { length: count }]) => ({
      row,
      issues: under(['list', row], [issue('otp.several_accounts', [], { count })]),
    }))

/** The place in the row of a value that an import calls `userId` or `otp`. */
const placeIn = ({ at, ownerField }: Turn, [field, ...rest]: Path): Path => {
  if (field === undefined) return []
  return field === 'otp' ? [...at, ...rest] : [ownerField, ...rest]
}

const atPlaces = (batch: readonly FileRow<Turn>[], issues: readonly Issue[]): readonly Issue[] =>
  atFileRows(batch, issues, placeIn)

const atFile = (batch: readonly FileRow<Turn>[], failure: Failure): Failure =>
  failure.kind === 'rejected' ? rejected(atPlaces(batch, failure.issues)) : failure

const merge = (
  report: OtpImport,
  { enrolled, replaced, added, unchanged, refused, warnings }: ImportOtpReport,
  batch: readonly FileRow<Turn>[],
): OtpImport => ({
  ...report,
  enrolled: report.enrolled + enrolled,
  replaced: report.replaced + replaced,
  added: report.added + added,
  unchanged: report.unchanged + unchanged,
  refused: [
    ...report.refused,
    ...refused.map(({ row, issues }) => ({ row: batch[row]?.row ?? row, issues: atPlaces(batch, issues) })),
  ].toSorted(byRow),
  warnings: [...report.warnings, ...atPlaces(batch, warnings)],
})
