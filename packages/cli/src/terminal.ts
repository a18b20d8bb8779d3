import { resolve } from 'node:path'

/** Where a command reads, and where it writes. `isTTY`: somebody watches. */
export type CliStreams = {
  readonly stdin: AsyncIterable<string | Uint8Array>
  readonly stdout: OutputStream
  readonly stderr: OutputStream
}

type OutputStream = {
  readonly write: (text: string) => unknown
  readonly on: (event: 'error', listener: () => void) => unknown
  readonly isTTY?: boolean
  /** How wide a terminal is. */
  readonly columns?: number
}

/** Where a command runs, and who stops it. */
export type Surroundings = {
  /** The folder that the paths of arguments and of the environment are relative to. */
  readonly cwd: string
  /** A signal that is aborted once the command is to stop. Asked for only by commands that go on until then. */
  readonly stopSignal: () => AbortSignal
  /** Asks a question; an empty text where there is no answer. Absent where there is no terminal. */
  readonly ask?: (question: string) => Promise<string>
}

/** What a command may use of the world around it. */
export type Terminal = Omit<Surroundings, 'cwd'> & {
  readonly input: AsyncIterable<string | Uint8Array>
  readonly out: (line: string) => void
  readonly error: (line: string) => void
  /** The absolute path of a file that an argument names. */
  readonly path: (file: string) => string
  /** Overwrites the line that shows how far the work is; does nothing where nobody watches. */
  readonly progress: (done: number, total: number, unit: string) => void
}

const barWidth = 30

/** Joins streams and surroundings. Whoever read a stream may have gone (`serve | head`); the work goes on all the same. */
export const openTerminal = (
  { stdin, stdout, stderr }: CliStreams,
  { cwd, stopSignal, ask }: Surroundings,
): Terminal => {
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined)
  return {
    input: stdin,
    out: (line) => stdout.write(`${line}\n`),
    error: (line) => stderr.write(`${line}\n`),
    path: (file) => resolve(cwd, file),
    stopSignal,
    ...(ask === undefined ? {} : { ask }),
    progress: (done, total, unit) => {
      if (!stderr.isTTY) return
      stderr.write(`\r${progressLine(done, total, unit)}${done >= total ? '\n' : ''}`)
    },
  }
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
