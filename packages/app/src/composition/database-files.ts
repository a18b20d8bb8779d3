import {
  backUpSqlite,
  compactSqlite,
  type BackupRefused,
  type SqliteBackup,
} from '@keepsake/adapters/storage/sqlite'
import type { Unavailable } from '@keepsake/domain'
import { errAsync, type ResultAsync } from 'neverthrow'
import { badConfig, type BadConfig } from './bad-config.ts'
import type { DatabaseConfig } from './storage-adapters.ts'

export type { BackupRefused, SqliteBackup } from '@keepsake/adapters/storage/sqlite'

const ofFilesOnly = badConfig(
  'databaseUrl names a server, or memory: this is for SQLite files; servers have tools of their own',
)

/** Copies the file of a database, while it may be in use, to a path where nothing is yet. */
export const backUpDatabase = (
  database: DatabaseConfig,
  to: string,
): ResultAsync<SqliteBackup, BackupRefused | BadConfig | Unavailable> =>
  database.kind === 'sqlite' ? backUpSqlite({ file: database.file, to }) : errAsync(ofFilesOnly)

/** Writes the file of a database anew, so that nothing is left in it of what was deleted. */
export const compactDatabase = (database: DatabaseConfig): ResultAsync<void, BadConfig | Unavailable> =>
  database.kind === 'sqlite' ? compactSqlite(database) : errAsync(ofFilesOnly)
