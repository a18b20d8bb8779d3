import type { Storage, Unavailable } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import { patiently } from '../retry.ts'
import { sqlStores } from '../sql/sql-stores.ts'
import { storageOver } from '../storage-over.ts'
import { sqliteDialect } from './dialect.ts'
import { isBusy, toUnavailable, usualPatience } from './failures.ts'
import { openConnections } from './open-connections.ts'
import { sqliteEngine } from './sqlite-engine.ts'

export { backUpSqlite, type BackupOptions, type BackupRefused, type SqliteBackup } from './backup.ts'
export { compactSqlite } from './compact.ts'

/** `file`: the path of the database, in a folder that the process may write to. It is made if it does not exist. */
export type SqliteOptions = { readonly file: string }

/**
 * Opens a storage in an SQLite file, durable at every commit. Other processes on the same machine may have it open as
 * well: writers wait for one another, up to ten seconds. `Unavailable` says why if the file is read-only, is no
 * database, belongs to another program, or was written by a newer release; such a file is not changed.
 */
export const openSqliteStorage = ({ file }: SqliteOptions): ResultAsync<Storage, Unavailable> =>
  ResultAsync.fromPromise(
    patiently({ isBusy, patience: usualPatience }, async () =>
      storageOver(sqliteEngine(openConnections(file)), sqlStores(sqliteDialect)),
    ),
    toUnavailable,
  )
