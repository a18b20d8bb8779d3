import { issue, rejected, under, type Failure, type Issue, type Path } from '@keepsake/domain'
import type { ExistingAuthenticator } from '@keepsake/domain/rules'
import { err, ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { TenantKeepsake, ImportAuthenticatorsReport } from '@keepsake/app'
import { atFileRows, batchesOf, countOf, refusedAtFileRows, wholeBatch, type RowBatch } from './batches.ts'
import type { AuthenticatorOwner, AuthenticatorRow, PlacedAuthenticator } from './authenticator-file.ts'
import { warnedRows, type BatchReport, type ImportEnd } from './file-report.ts'
import type { ImportOptions, SurveyedFile } from './import-users.ts'
import { type FileRow, type RefusedFileRow, byRowNumber, placeOf } from './rows.ts'

/** How to import a file of authenticators. */
export type AuthenticatorsImportOptions = ImportOptions & { readonly existing: ExistingAuthenticator }

/**
 * Imports the authenticators of a file, in the same two modes as users. In mode `each`, the first authenticator of every
 * user of a batch is imported before any user's second one. In mode `all`, a row has only one.
 */
export const importAuthenticators = async (
  { rows, survey }: SurveyedFile<AuthenticatorRow>,
  keepsake: TenantKeepsake,
  { mode, settings: { limits }, existing, onBatch }: AuthenticatorsImportOptions,
): Promise<Result<ImportEnd, Failure>> => {
  // A file without rows is one empty batch, and is refused for that.
  if (mode === 'all' || survey.count === 0) {
    const whole = await wholeBatch(rows(), limits.rows)
    if (whole.isErr()) return ok({ stopped: whole.error })
    const imported = await importBatch(whole.value, keepsake, mode, existing)
    if (imported.isErr()) return err(imported.error)
    const { report, ...end } = imported.value
    await onBatch(report, survey.count)
    return ok(end)
  }
  let done = 0
  const sizes = { size: limits.rows, heavySize: Infinity, isHeavy: () => false }
  for await (const batch of batchesOf(rows(), sizes)) {
    if (batch.isErr()) return ok({ stopped: batch.error })
    const imported = await importBatch(batch.value, keepsake, mode, existing)
    if (imported.isErr()) return ok({ stopped: imported.error })
    const { report, ...end } = imported.value
    done += countOf(batch.value)
    await onBatch(report, done)
    if (end.stopped !== undefined) return ok(end)
  }
  return ok({})
}

type ImportedBatch = ImportEnd & { readonly report: BatchReport }

/** Imports the authenticators of some rows, and reports them by the rows of the file. */
const importBatch = (
  batch: RowBatch<AuthenticatorRow>,
  keepsake: TenantKeepsake,
  mode: ImportOptions['mode'],
  existing: ExistingAuthenticator,
): ResultAsync<ImportedBatch, Failure> =>
  safeTry(async function* () {
    const bringing = batch.rows.filter(({ value }) => value.authenticators.length > 0)
    const { turns, lost } = yield* findOwners(bringing, keepsake)
    const refused = [...batch.refused, ...lost, ...(mode === 'all' ? refuseSeveral(turns) : [])]
    if (mode === 'all' && refused.length > 0)
      return err(rejected(refused.toSorted(byRowNumber).flatMap(({ issues }) => issues)))

    const without = batch.rows.filter(bringsNothing).length
    let sum: Sum = { ...nothing, without, refused, warnings: batch.rows.flatMap(leftBehindBy) }
    for (const [turn, all] of countOf(batch) === 0 ? [[0, []] as const] : byTurn(turns)) {
      const refusedRows = new Set(sum.refused.map(({ row }) => row))
      const standing = all.filter(({ row }) => !refusedRows.has(row))
      if (standing.length === 0 && all.length > 0) continue
      const imported = await keepsake.authenticators.import({
        list: standing.map(({ value }) => ({ userId: value.userId, otp: value.otp })),
        mode,
        existing: turn === 0 ? existing : 'add',
      })
      if (imported.isErr()) {
        const stopped = atFile(standing, imported.error)
        return mode === 'all' ? err(stopped) : ok({ report: toReport(sum, batch), stopped })
      }
      sum = add(sum, imported.value, standing)
    }
    return ok({ report: toReport(sum, batch) })
  })

const toReport = (
  { refused, warnings, ...counts }: Sum,
  { rows }: RowBatch<AuthenticatorRow>,
): BatchReport => ({
  counts,
  created: [],
  refused: refused.toSorted(byRowNumber),
  warned: warnedRows(warnings, rows),
})

/** An authenticator to import, its number in its row, and its user. */
type Turn = PlacedAuthenticator & {
  readonly turn: number
  readonly userId: string
  readonly ownerField: string
}

/** The counts of a report, and the number of rows without a second factor. */
type Sum = Omit<ImportAuthenticatorsReport, 'refused'> & {
  readonly without: number
  readonly refused: readonly RefusedFileRow[]
}

const nothing = { enrolled: 0, replaced: 0, added: 0, unchanged: 0 }

const bringsNothing = ({ value: { authenticators, leftBehind } }: FileRow<AuthenticatorRow>): boolean =>
  authenticators.length === 0 && leftBehind.length === 0

const leftBehindBy = ({ row, value: { leftBehind } }: FileRow<AuthenticatorRow>): readonly Issue[] =>
  leftBehind.map((at) => issue('otp.factor_left_behind', ['list', row, ...at]))

const byTurn = (turns: readonly FileRow<Turn>[]): ReadonlyMap<number, readonly FileRow<Turn>[]> =>
  Map.groupBy(turns, ({ value }) => value.turn)

type Found = { readonly turns: readonly FileRow<Turn>[]; readonly lost: readonly RefusedFileRow[] }

/** Finds the users of the rows, one after the other. */
const findOwners = (
  rows: readonly FileRow<AuthenticatorRow>[],
  keepsake: TenantKeepsake,
): ResultAsync<Found, Failure> =>
  safeTry(async function* () {
    const turns: FileRow<Turn>[] = []
    const lost: RefusedFileRow[] = []
    for (const { value, ...place } of rows) {
      const { owner, authenticators } = value
      const userId = yield* findOwner(owner, keepsake)
      if (userId === undefined)
        lost.push({ ...place, issues: [issue('otp.user_unknown', ['list', place.row, owner.field])] })
      else
        for (const [turn, each] of authenticators.entries())
          turns.push({ ...place, value: { ...each, turn, userId, ownerField: owner.field } })
    }
    return ok({ turns, lost })
  })

/** An id of ours is not looked up here, because the import checks it. */
const findOwner = (
  { by, id }: AuthenticatorOwner,
  keepsake: TenantKeepsake,
): ResultAsync<string | undefined, Failure> =>
  by === 'userId' ? okAsync(id) : keepsake.users.find({ externalId: id }).map((account) => account?.user.id)

/** Mode `all` is one batch, and a batch gives a user one authenticator. */
const refuseSeveral = (turns: readonly FileRow<Turn>[]): readonly RefusedFileRow[] =>
  [...Map.groupBy(turns, ({ row }) => row)]
    .filter(([, of]) => of.length > 1)
    .map(([row, [first, ...others]]) => ({
      ...placeOf(first ?? { row }),
      issues: under(['list', row], [issue('otp.several_accounts', [], { count: others.length + 1 })]),
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

const add = (
  sum: Sum,
  { enrolled, replaced, added, unchanged, refused, warnings }: ImportAuthenticatorsReport,
  batch: readonly FileRow<Turn>[],
): Sum => ({
  ...sum,
  enrolled: sum.enrolled + enrolled,
  replaced: sum.replaced + replaced,
  added: sum.added + added,
  unchanged: sum.unchanged + unchanged,
  refused: [...sum.refused, ...refusedAtFileRows(batch, refused, placeIn)],
  warnings: [...sum.warnings, ...atPlaces(batch, warnings)],
})
