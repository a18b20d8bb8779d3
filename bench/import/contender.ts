/**
 * A process with one contender in it, so that each has a heap and a peak of memory to itself. It takes turns of batches by
 * message and answers how long each turn took; a message of `end` closes the database and answers the peak.
 */
import { openBetterAuth } from './better-auth.ts'
import type { EngineName } from './engines.ts'
import { openHandWrittenMysql } from './hand-written/mysql.ts'
import { openHandWrittenPostgres } from './hand-written/postgres.ts'
import { openHandWrittenSqlite } from './hand-written/sqlite.ts'
import { openLibrary } from './library.ts'
import { openRawMysql } from './raw/mysql.ts'
import { openRawPostgres } from './raw/postgres.ts'
import { openRawSqlite } from './raw/sqlite.ts'
import type { Parts, Times } from './stopwatch.ts'

/** The bare engine; an importer written by hand; the library in its two modes, and with two batches in flight; better-auth. */
export type Kind = 'raw' | 'hand-written' | 'all' | 'each' | 'two' | 'better-auth'

/** Inserts batches that it is given. */
export type Contender<Batch> = {
  /** Makes a batch ready, with the clock standing; what it answers inserts it. */
  readonly prepare: (batch: Batch) => Promise<() => Promise<Parts | void>>
  readonly close: () => Promise<void>
}

/** What a contender's process answers at its end: its peak of resident memory, in MB. */
export type Peak = { readonly megabytes: number }

const raw = { sqlite: openRawSqlite, postgres: openRawPostgres, mariadb: openRawMysql }

const handWritten = {
  sqlite: openHandWrittenSqlite,
  postgres: openHandWrittenPostgres,
  mariadb: openHandWrittenMysql,
}

const open = async (engine: EngineName, kind: Kind, database: string): Promise<Contender<never>> => {
  switch (kind) {
    case 'raw':
      return raw[engine](database)
    case 'hand-written':
      return handWritten[engine](database)
    case 'better-auth':
      return openBetterAuth(engine, database)
    default:
      return openLibrary(engine, database, kind === 'each' ? 'each' : 'all')
  }
}

const [engine, kind, database] = process.argv.slice(2) as [EngineName, Kind, string]
const { prepare, close } = (await open(engine, kind, database)) as Contender<unknown>

const insertAll = async (batches: readonly unknown[]): Promise<Times> => {
  const ready = await Promise.all(batches.map(prepare))
  const parts: (Parts | void)[] = []
  const started = performance.now()
  if (kind === 'two') await Promise.all(ready.map((insert) => insert()))
  else for (const insert of ready) parts.push(await insert())
  return { total: performance.now() - started, parts: parts.filter((each) => each !== undefined) }
}

const end = async (): Promise<Peak> => {
  await close()
  return { megabytes: process.resourceUsage().maxRSS / 1000 }
}

process.on('message', (message) => {
  if (message === 'end') void end().then((peak) => process.send?.(peak, () => process.disconnect()))
  else void insertAll(message as readonly unknown[]).then((times) => process.send?.(times))
})
