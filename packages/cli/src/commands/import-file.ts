import type { RecordFile } from '../composition/record-adapters.ts'
import type { BatchMode, TenantKeepsake } from '@keepsake/app'
import type { Failure, RecordFormat } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import type { Config } from '../composition/config.ts'
import { readFileRows, type RowReaders } from '../import/file-rows.ts'
import { makeTally, reportLines, type ImportEnd } from '../import/file-report.ts'
import { toFileOptions, type FileFlags } from '../import/file-flags.ts'
import type { ImportOptions, SurveyedFile } from '../import/import-users.ts'
import { withRecordFile } from '../import/record-file.ts'
import { withReport } from '../import/report-file.ts'
import { showFault } from '../import/show-fault.ts'
import { surveyRows } from '../import/survey.ts'
import { byRow, exitCodes, refusedLines, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withUsers, type TenantFlag } from './with-keepsake.ts'
import { type BrokenFile, type RowStream } from '../import/rows.ts'

/** The flags of an import. */
export type ImportFlags = TenantFlag &
  FileFlags & {
    readonly mode: BatchMode
    /** Where to write the result of every row, one line of JSON each. */
    readonly report?: string
  }

/** What an import does with its file. */
export type FileImport<T> = {
  /** What is counted, in words. */
  readonly unit: string
  readonly format: RecordFormat | undefined
  /** Where the list is in a JSON file, if no flag says it. */
  readonly lists: readonly (readonly string[])[]
  /** How its rows are read, after a look at the file. Says so if something beside the rows is wrong. */
  readonly prepare: (opened: RecordFile) => Promise<Result<PreparedImport<T>, Failure | BrokenFile>>
  /** The counts to print. */
  readonly counts: readonly string[]
  readonly hiddenIfZero?: readonly string[]
}

/** How to read the rows of an import, and what to do with them. */
export type PreparedImport<T> = {
  readonly readers: RowReaders<T>
  readonly isWanted?: (value: T) => boolean
  readonly run: (
    file: SurveyedFile<T>,
    keepsake: TenantKeepsake,
    options: ImportOptions,
  ) => Promise<Result<ImportEnd, Failure>>
}

/**
 * Imports a file. The whole file is gone through before anything is written, so that a file that breaks anywhere writes
 * nothing. Then it is read again, batch by batch.
 */
export const importFile = <T>(
  file: string,
  flags: ImportFlags,
  config: Config,
  terminal: Terminal,
  what: FileImport<T>,
): Promise<number> =>
  withRecordFile(
    file,
    toFileOptions(flags, what.format, what.lists, config.files),
    terminal,
    async (opened) => {
      const prepared = await what.prepare(opened)
      if (prepared.isErr()) return showStop(file, prepared.error, terminal)
      const { readers, isWanted } = prepared.value
      const rows = (): RowStream<T> => readFileRows(opened, readers)
      const survey = await surveyRows(rows(), isWanted)
      if (survey.isErr()) return showFault(file, survey.error.fault, terminal)
      return writeFile(file, flags, config, terminal, what, prepared.value, { rows, survey: survey.value })
    },
  )

/** Writes the rows of a file that was gone through, and tells what became of them. */
export const writeFile = <T>(
  file: string,
  { mode, report: reportFile, ...of }: ImportFlags,
  config: Config,
  terminal: Terminal,
  { unit, counts, hiddenIfZero }: Pick<FileImport<T>, 'unit' | 'counts' | 'hiddenIfZero'>,
  { run }: Pick<PreparedImport<T>, 'run'>,
  surveyed: SurveyedFile<T>,
): Promise<number> =>
  withUsers(of, config, terminal, (keepsake) =>
    // The report is opened before the work: if it cannot be written, nothing is imported.
    withReport(reportFile, file, terminal, async (write) => {
      const tally = makeTally(counts, hiddenIfZero)
      const onBatch: ImportOptions['onBatch'] = async (report, done) => {
        tally.add(report)
        await write(reportLines(report))
        terminal.progress(done, surveyed.survey.count, unit)
      }
      const ended = await run(surveyed, keepsake, { mode, settings: config.pool, onBatch })
      if (ended.isErr()) {
        if (ended.error.kind === 'rejected') await write(refusedLines(byRow(ended.error.issues)))
        return reportFailure(ended.error, terminal)
      }
      tally.show(terminal)
      const { stopped } = ended.value
      if (stopped !== undefined) return showStop(file, stopped, terminal)
      return tally.refusedRows() > 0 ? exitCodes.refused : exitCodes.done
    }),
  )

const showStop = (file: string, stop: Failure | BrokenFile, terminal: Terminal): number =>
  'fault' in stop ? showFault(stop.file ?? file, stop.fault, terminal) : reportFailure(stop, terminal)
