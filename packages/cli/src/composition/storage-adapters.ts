import { findExposure, type SecretFiles } from '@keepsake/adapters/files/secret-file'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { openMysqlStorage, parseMysqlUrl } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage, parsePostgresUrl } from '@keepsake/adapters/storage/postgres'
import {
  backUpSqlite,
  compactSqlite,
  openSqliteStorage,
  type BackupRefused,
  type SqliteBackup,
} from '@keepsake/adapters/storage/sqlite'
import { conceal, type Secret, type Storage, type Unavailable } from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { badConfig, type BadConfig } from './bad-config.ts'

export type { BackupRefused, SqliteBackup }

/** Where users are kept. */
export type DatabaseConfig =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly file: string }
  | (ServerConfig & { readonly kind: 'postgres'; readonly schema: string | undefined })
  | (ServerConfig & { readonly kind: 'mysql' })

type ServerConfig = {
  /** With the password of the database's user in it. */
  readonly url: Secret<string>
  readonly connections: number
  readonly migrate: Migrate
  readonly timeouts: Timeouts
  readonly secretFiles: SecretFiles
}

/** How long to wait for a server, in ms; what is absent is as usual. */
type Timeouts = { readonly connect?: number; readonly lock?: number; readonly statement?: number }

/** When the tables are brought to the present release: as a storage is opened, or by `keepsake migrate` alone. */
type Migrate = 'at-open' | 'never'

type DatabaseFields = {
  readonly databaseUrl: string
  readonly databaseSchema?: string | undefined
  readonly databaseConnections: number
  readonly databaseMigration: Migrate
  readonly databaseTimeouts: Timeouts
  readonly secretFiles: SecretFiles
}

/** In ms. Below, a busy server would be taken for one that stands still; above, nobody waits any more. */
const timeout = z.int().min(100).max(600_000).exactOptional()

/** The configuration's fields that say where users are kept. */
export const databaseFields: {
  readonly databaseUrl: z.ZodType<string>
  readonly databaseSchema: z.ZodType<string | undefined>
  readonly databaseConnections: z.ZodType<number>
  readonly databaseMigration: z.ZodType<Migrate>
  readonly databaseTimeouts: z.ZodType<Timeouts>
} = {
  databaseUrl: z.string(),
  databaseSchema: z.string().min(1).max(63).optional(),
  databaseConnections: z.int().min(1).max(1000).default(10),
  databaseMigration: z.enum(['at-open', 'never']).default('at-open'),
  databaseTimeouts: z.strictObject({ connect: timeout, lock: timeout, statement: timeout }).default({}),
}

export const parseDatabase = (fields: DatabaseFields): Result<DatabaseConfig, BadConfig> => {
  const { databaseUrl: url, databaseSchema: schema } = fields
  const server = {
    url: conceal(url),
    connections: fields.databaseConnections,
    migrate: fields.databaseMigration,
    timeouts: fields.databaseTimeouts,
    secretFiles: fields.secretFiles,
  }
  if (url === 'memory:') return ok({ kind: 'memory' })
  if (/^sqlite:./su.test(url)) return ok({ kind: 'sqlite', file: url.slice('sqlite:'.length) })
  if (/^postgres(ql)?:/iu.test(url))
    return readable(parsePostgresUrl(url)).map(() => ({ kind: 'postgres', schema, ...server }))
  if (/^(mysql|mariadb):/iu.test(url))
    return readable(parseMysqlUrl(url)).map(() => ({ kind: 'mysql', ...server }))
  return err(unknownUrl)
}

const readable = <T>(parsed: Result<T, string>): Result<T, BadConfig> =>
  parsed.mapErr((reason) => badConfig(`databaseUrl: ${reason}`))

const unknownUrl = badConfig(
  'databaseUrl must be sqlite:<file>, postgres://<user>:<password>@<host>/<database>, mysql://... with the same parts, or memory:',
)

export const openStorage = (database: DatabaseConfig): ResultAsync<Storage, Unavailable> => {
  switch (database.kind) {
    case 'memory':
      return okAsync(openMemoryStorage())
    case 'sqlite':
      return openSqliteStorage(database)
    case 'postgres': {
      const { url, schema, ...rest } = database
      return openPostgresStorage({ ...rest, url: url.reveal(), ...(schema === undefined ? {} : { schema }) })
    }
    case 'mysql':
      return openMysqlStorage({ ...database, url: database.url.reveal() })
  }
}

/** Who else gets at the file of a database, in words; nothing where nobody does, or it is none of files. */
export const findDatabaseExposure = async (database: DatabaseConfig): Promise<string | undefined> => {
  if (database.kind !== 'sqlite') return undefined
  const exposure = await findExposure(database.file)
  return exposure === undefined ? undefined : `${database.file} ${exposure}`
}

/** Brings the tables of a database to the present release. */
export const migrateStorage = (database: DatabaseConfig): ResultAsync<void, Unavailable> =>
  openStorage('migrate' in database ? { ...database, migrate: 'at-open' } : database).andThen((storage) =>
    storage.close(),
  )

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
