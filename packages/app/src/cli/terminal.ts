/** Where a command reads and writes; the tests give their own. */
export type Terminal = {
  readonly input: AsyncIterable<string | Uint8Array>
  readonly out: (line: string) => void
  readonly error: (line: string) => void
  /** Overwrites the line that shows how far the work is; does nothing where nobody watches. */
  readonly progress: (done: number, total: number, unit: string) => void
}

const barWidth = 30

/** The process's own streams. Whoever read them may have gone (`serve | head`); the work goes on all the same. */
export const processTerminal = (): Terminal => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  return ownStreams
}

const ownStreams: Terminal = {
  input: process.stdin,
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
  progress: (done, total, unit) => {
    if (!process.stderr.isTTY) return
    process.stderr.write(`\r${progressLine(done, total, unit)}${done >= total ? '\n' : ''}`)
  },
}

/** `[##########          ] 400/1200 users`. */
export const progressLine = (done: number, total: number, unit: string): string => {
  const filled = total === 0 ? barWidth : Math.floor((done / total) * barWidth)
  return `[${'#'.repeat(filled).padEnd(barWidth)}] ${done}/${total} ${unit}`
}

/** Lines in columns as wide as their widest cell. */
export const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
