import { checkNumbers, configuredUnder, longestTimerMs, refuseConfiguration } from '@keepsake/domain'
import type { TimeoutOptions } from './timeouts.ts'

/** Both drivers and both servers take 0 as: without an end. */
const wait = { least: 1, most: longestTimerMs }

/** Throws a configuration error if a number in the options of a database server is out of bounds. */
export const refuseOptions = (options: TimeoutOptions & { readonly connections?: number }): void =>
  refuseConfiguration([
    ...checkNumbers(options, { connections: { least: 1, most: 10_000 } }),
    ...configuredUnder(
      ['timeouts'],
      checkNumbers(options.timeouts ?? {}, { connect: wait, lock: wait, statement: wait }),
    ),
  ])
