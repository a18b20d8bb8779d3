import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ask } from '../ask.ts'
import type { Peak } from './contender.ts'
import type { Times } from './stopwatch.ts'

/** A contender in a process of its own. */
export type ContenderProcess = {
  readonly insert: (batch: object) => Promise<Times>
  readonly end: () => Promise<Peak>
}

/** Starts the contender on a database file: the raw baseline, or the library in one of its modes. */
export const startContender = (kind: 'raw' | 'all' | 'each', file: string): ContenderProcess => {
  const path = fileURLToPath(new URL('contender.ts', import.meta.url))
  const child = fork(path, [kind, file], { serialization: 'advanced' })
  return {
    insert: (batch) => ask<Times>(child, batch),
    end: () => ask<Peak>(child, 'end'),
  }
}
