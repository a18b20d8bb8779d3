import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

export type Child = ChildProcessByStdio<Writable, Readable, null>

/** Starts a script, of this directory where its path is relative, as a process of its own. */
export const startChild = (script: string, ...args: readonly string[]): Child =>
  spawn(
    process.execPath,
    [
      '--conditions=@keepsake/source',
      '--disable-warning=ExperimentalWarning',
      resolve(import.meta.dirname, script),
      ...args,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )

/** What a child says, line by line. */
export const linesOf = (child: Child): AsyncIterator<string> =>
  createInterface({ input: child.stdout })[Symbol.asyncIterator]()
