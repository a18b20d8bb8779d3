/**
 * A process with one contender in it, so that each has a heap and a peak of memory to itself. It takes batches by
 * message and answers how long each took; a message of `end` closes the database and answers the peak.
 */
import type { BatchMode } from '@keepsake/app'
import { openLibrary } from './library.ts'
import { openRawSqlite } from './raw-sqlite.ts'
import type { Times } from './stopwatch.ts'

/** Inserts batches that it is given, and times each. */
export type Contender<Batch> = {
  readonly insert: (batch: Batch) => Promise<Times>
  readonly close: () => Promise<void>
}

/** What a contender's process answers at its end: its peak of resident memory, in MB. */
export type Peak = { readonly megabytes: number }

const [kind, file = ''] = process.argv.slice(2)
const { insert, close } = (
  kind === 'raw' ? openRawSqlite(file) : await openLibrary(file, kind as BatchMode)
) as Contender<unknown>

process.on('message', (message) => {
  if (message === 'end') void end().then((peak) => process.send?.(peak, () => process.disconnect()))
  else void insert(message).then((times) => process.send?.(times))
})

const end = async (): Promise<Peak> => {
  await close()
  return { megabytes: process.resourceUsage().maxRSS / 1000 }
}
