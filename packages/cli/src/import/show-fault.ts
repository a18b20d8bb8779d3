import type { UnreadableRecord } from '@keepsake/domain'
import { exitCodes, issueLine } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Says where and why a file cannot be read, and answers the exit code. Nothing of the file is shown. */
export const showFault = (
  file: string,
  { position: { line, column, byte }, issues }: UnreadableRecord,
  terminal: Terminal,
): number => {
  // A file that cannot be opened has no place.
  const place = line === 1 && column === 1 ? '' : `, line ${line}, column ${column}, byte ${byte}`
  if (place !== '' || issues.some(({ path }) => path.length > 0)) terminal.error(`${file}${place}:`)
  const whole = place === '' ? file : 'the file'
  for (const issue of issues)
    terminal.error(issueLine(issue.path.length > 0 ? issue : { ...issue, path: [whole] }))
  return exitCodes.failed
}
