import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ask } from '../ask.ts'
import type { Kind, Peak } from './contender.ts'
import type { EngineName } from './engines.ts'
import type { Times } from './stopwatch.ts'

/** A contender in a process of its own. */
export type ContenderProcess = {
  readonly insert: (batches: readonly object[]) => Promise<Times>
  readonly end: () => Promise<Peak>
}

/** Starts a contender on a database of its own. */
export const startContender = (engine: EngineName, kind: Kind, database: string): ContenderProcess => {
  const path = fileURLToPath(new URL('contender.ts', import.meta.url))
  const child = fork(path, [engine, kind, database], { serialization: 'advanced' })
  return {
    insert: (batches) => ask<Times>(child, batches),
    end: () => ask<Peak>(child, 'end'),
  }
}
