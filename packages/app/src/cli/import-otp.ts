import { rejected, type ExistingOtp, type Failure } from '@keepsake/domain'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Identity } from '../identity.ts'
import type { ImportOtpReport, NewEnrolment } from '../use-cases/import-otp/command.ts'
import { enrolmentsFile, newEnrolmentRow } from '../wire/import-otp.ts'
import { checkShape } from '../wire/shape.ts'
import { atFileRows, readRows, splitIntoBatches, type FileRow } from './batches.ts'
import type { ImportOptions } from './import-users.ts'

/** What became of a file. `stopped` is why the rest of it was not tried; what had been enrolled by then stays. */
export type OtpImport = ImportOtpReport & { readonly rows: number; readonly stopped?: Failure }

/** Imports the authenticators of a file, in the same two modes as users. */
export const importOtp = (
  content: unknown,
  identity: Identity,
  { mode, settings: { limits }, onProgress, existing }: ImportOptions & { readonly existing: ExistingOtp },
): ResultAsync<OtpImport, Failure> =>
  safeTry(async function* () {
    const { list } = yield* checkShape(enrolmentsFile, content).mapErr(rejected)
    const { readable, refused } = readRows(list, (row) => checkShape(newEnrolmentRow, row))
    if (mode === 'all' && refused.length > 0) return err(rejected(refused.flatMap(({ issues }) => issues)))

    let report: OtpImport = {
      rows: list.length,
      enrolled: 0,
      replaced: 0,
      added: 0,
      unchanged: 0,
      refused,
      warnings: [],
    }
    let done = refused.length
    // An empty file is one empty batch, and is refused as that.
    const isOne = mode === 'all' || list.length === 0
    for (const batch of isOne ? [readable] : splitIntoBatches(readable, limits.rows, Infinity, () => false)) {
      const outcome = await identity.importOtp({ list: batch.map(({ value }) => value), mode, existing })
      if (outcome.isErr()) {
        if (mode === 'all') return err(outcome.error)
        return ok({ ...report, stopped: outcome.error })
      }
      report = merge(report, outcome.value, batch)
      done += batch.length
      onProgress(done, list.length)
    }
    return ok(report)
  })

const merge = (
  report: OtpImport,
  { enrolled, replaced, added, unchanged, refused, warnings }: ImportOtpReport,
  batch: readonly FileRow<NewEnrolment>[],
): OtpImport => ({
  ...report,
  enrolled: report.enrolled + enrolled,
  replaced: report.replaced + replaced,
  added: report.added + added,
  unchanged: report.unchanged + unchanged,
  refused: [
    ...report.refused,
    ...refused.map(({ row, issues }) => ({ row: batch[row]?.row ?? row, issues: atFileRows(batch, issues) })),
  ].toSorted((one, other) => one.row - other.row),
  warnings: [...report.warnings, ...atFileRows(batch, warnings)],
})
