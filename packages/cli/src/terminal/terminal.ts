import { resolve } from 'node:path'

/** Where a command reads and writes. `isTTY`: a person sees the output. */
export type CliStreams = {
  readonly stdin: AsyncIterable<string | Uint8Array>
  readonly stdout: OutputStream
  readonly stderr: OutputStream
}

type OutputStream = {
  readonly write: (text: string) => unknown
  readonly on: (event: 'error', listener: () => void) => unknown
  readonly isTTY?: boolean
  /** The width of the terminal, in columns. */
  readonly columns?: number
}

/** The surroundings of a command, and how to stop it. */
export type Surroundings = {
  /** The folder that paths in arguments and in the environment are relative to. */
  readonly cwd: string
  /** A signal that is aborted when the command must stop. Only commands that run until then ask for it. */
  readonly stopSignal: () => AbortSignal
  /** Asks a question. The answer is empty if there is none. Absent if there is no terminal. */
  readonly ask?: (question: string) => Promise<string>
}

/** What a command may use of its surroundings. */
export type Terminal = Omit<Surroundings, 'cwd'> & {
  readonly input: AsyncIterable<string | Uint8Array>
  readonly out: (line: string) => void
  readonly error: (line: string) => void
  /** The absolute path of a file that an argument names. */
  readonly path: (file: string) => string
  /** Overwrites the line that shows the progress. Does nothing if no person sees the output. */
  readonly progress: (done: number, total: number, unit: string) => void
}

const barWidth = 30

/** Joins streams and surroundings. If the reader of a stream has gone (`serve | head`), the work still goes on. */
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
