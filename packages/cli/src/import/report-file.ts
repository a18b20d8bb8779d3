import { open, type FileHandle } from 'node:fs/promises'
import { exitCodes } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Appends lines to the report. */
type WriteLines = (lines: readonly string[]) => Promise<void>

/**
 * Opens the report file for the work, and says so if it cannot be written. The work is not undone by that. Without a report
 * file, the lines are dropped.
 */
export const withReport = async (
  reportFile: string | undefined,
  file: string,
  terminal: Terminal,
  work: (write: WriteLines) => Promise<number>,
): Promise<number> => {
  if (reportFile === undefined) return work(async () => {})
  if (terminal.path(reportFile) === terminal.path(file)) {
    terminal.error('The report would go over the file that is to be imported.')
    return exitCodes.failed
  }
  let handle: FileHandle
  try {
    handle = await open(terminal.path(reportFile), 'w', 0o600)
  } catch (cause) {
    terminal.error(`${reportFile} cannot be written: ${codeOf(cause)}`)
    return exitCodes.failed
  }
  let unwritten: unknown
  try {
    const status = await work(async (lines) => {
      await handle.appendFile(lines.map((line) => `${line}\n`).join('')).catch((cause: unknown) => {
        unwritten = cause
      })
    })
    if (unwritten === undefined) return status
    terminal.error(`The work is done as told above, but ${reportFile} was not written: ${codeOf(unwritten)}`)
    return exitCodes.failed
  } finally {
    await handle.close()
  }
}

/** The system's code for the reason why a file was refused: `ENOENT`, `EACCES`, ... */
export const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? 'unknown'
