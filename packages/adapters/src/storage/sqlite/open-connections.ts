import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs'
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { configurationError, configurationIssue } from '@keepsake/domain'
import { connection, type Connection } from './connection.ts'
import { watchFiles, type FileWatch } from './file-watch.ts'
import { ensureSchema, versionOf } from './schema.ts'

/** The one connection that writes, and one that reads what is committed while a transaction is under way. */
export type Connections = {
  readonly writer: Connection
  readonly reader: Connection
  readonly file: string
  /** Throws if the files are no longer those that the path leads to. */
  readonly checkFiles: FileWatch
}

/**
 * How long SQLite itself waits for a lock, in ms. The event loop is blocked meanwhile, so it is short; the caller tries
 * again, with pauses, for much longer.
 */
const busyTimeout = 50

/** The first version without the bug that can corrupt a database in WAL mode (the "WAL-reset bug", 3.7.0 to 3.51.2). */
const oldestVersion = '3.51.3'

/** Every connection's settings, in the order in which they are set; each is read back. */
const settings: readonly (readonly [name: string, value: string | number])[] = [
  // This is the first, because the next setting may already meet another process that holds a lock.
  ['busy_timeout', busyTimeout],
  // Readers and the writer do not wait for each other, and a killed writer leaves a consistent state.
  ['journal_mode', 'wal'],
  // 2 is FULL: every commit reaches the disk before it is answered. Per 1,000 users it costs nothing that we could
  // measure.
  ['synchronous', 2],
  ['foreign_keys', 1],
  // Functions and virtual tables in a tampered schema are not run.
  ['trusted_schema', 0],
  // What is wiped or replaced, such as a sealed password, is overwritten in the file as well.
  ['secure_delete', 1],
  // In pages of 4 KiB: 16 MB of log between checkpoints. With the default of 1,000, a bulk insert spends up to a
  // quarter of its time on checkpoints; with many more, each checkpoint blocks the event loop for longer.
  ['wal_autocheckpoint', 4000],
]

/**
 * Opens the file. If it does not exist, it is made, readable only for its owner. Throws with the reason if it cannot be
 * opened, and does not change a database that is not Keepsake's.
 */
export const openConnections = (file: string): Connections => {
  if (file === '' || file === ':memory:')
    throw configurationError([
      configurationIssue('storage.file_missing', ['file'], 'give the path of a file for the SQLite database'),
    ])
  const path = resolve(file)
  // A user who may read this file may try passwords against its hashes. SQLite gives its log the mode of the database.
  // An existing file is not opened here: closing it would release the locks that other connections of this process
  // have.
  if (existsSync(path)) requireAccess(path)
  else closeSync(openSync(path, 'a', 0o600))

  const writer = open(path, { readOnly: false }, (fresh) => {
    requireVersion(fresh)
    versionOf(fresh)
    applySettings(fresh)
    ensureSchema(fresh)
  })
  try {
    const reader = open(path, { readOnly: true }, applySettings)
    return { writer, reader, file: path, checkFiles: watchFiles(path) }
  } catch (error) {
    writer.close()
    throw error
  }
}

type Mode = { readonly readOnly: boolean }

const open = (path: string, { readOnly }: Mode, prepare: (fresh: Connection) => void): Connection => {
  const fresh = connection(new DatabaseSync(path, { readOnly, timeout: busyTimeout, defensive: true }))
  try {
    prepare(fresh)
    return fresh
  } catch (error) {
    fresh.close()
    throw error
  }
}

/** SQLite opens a file that it may not write as read-only, and would fail only at the first change. */
const requireAccess = (path: string): void => {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
  } catch (cause) {
    throw new Error('the database file is read-only, or this user may not read and write it', { cause })
  }
}

const requireVersion = (fresh: Connection): void => {
  const version = String(fresh.get('SELECT sqlite_version() AS version')?.['version'])
  if (!isAtLeast(version, oldestVersion))
    throw new Error(
      `SQLite ${version} may corrupt a database; ${oldestVersion} or newer is needed: update Node`,
    )
}

/** Compares dotted version numbers, part by part. */
export const isAtLeast = (version: string, oldest: string): boolean =>
  version.localeCompare(oldest, 'en', { numeric: true }) >= 0

const applySettings = (fresh: Connection): void => {
  for (const [name, value] of settings) {
    fresh.get(`PRAGMA ${name} = ${value}`)
    const actual = fresh.pragma(name)
    if (actual !== value) throw new Error(`SQLite setting ${name} must be ${value} and is ${String(actual)}`)
  }
}
