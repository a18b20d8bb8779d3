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
import {
  conceal,
  isConfigurationError,
  unavailable,
  type Secret,
  type Storage,
  type Unavailable,
} from '@keepsake/domain'
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { z } from 'zod'
import { badConfig, badConfigOf, badField, type BadConfig } from './bad-config.ts'

export type { BackupRefused, SqliteBackup }

/** Where users are stored. */
export type DatabaseConfig =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly file: string }
  | (ServerConfig & { readonly kind: 'postgres'; readonly schema: string | undefined })
  | (ServerConfig & { readonly kind: 'mysql' })

type ServerConfig = {
  /** Contains the password of the database's user. */
  readonly url: Secret<string>
  readonly connections: number
  readonly migrate: Migrate
  readonly timeouts: Timeouts
  readonly secretFiles: SecretFiles
}

/** How long to wait for a server, in ms. An absent value has its default. */
type Timeouts = { readonly connect?: number; readonly lock?: number; readonly statement?: number }

/** When tables are migrated to this release: when a storage is opened, or only by `keepsake migrate`. */
type Migrate = 'at-open' | 'never'

type DatabaseFields = {
  readonly databaseUrl: string
  readonly databaseSchema?: string | undefined
  readonly databaseConnections: number
  readonly databaseMigration: Migrate
  readonly databaseTimeouts: Timeouts
  readonly secretFiles: SecretFiles
}

/** In ms. With less, a busy server would look like one that hangs. With more, no caller waits any more. */
const timeout = z.int().min(100).max(600_000).exactOptional()

/** The fields of the configuration that say where users are stored. */
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

/** Reads which database the configuration names, and how to reach it. */
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
  parsed.mapErr((reason) => badField(['databaseUrl'], reason))

const unknownUrl = badConfig(
  'databaseUrl must be sqlite:<file>, postgres://<user>:<password>@<host>/<database>, mysql://... with the same parts, or memory:',
)

/** Opens the storage of a database. `Unavailable`: the configuration is sound, and the database does not open. */
export const openStorage = (database: DatabaseConfig): ResultAsync<Storage, BadConfig | Unavailable> =>
  ResultAsync.fromPromise(open(database), (thrown) => {
    if (!isConfigurationError(thrown)) throw thrown
    return thrown.issues.some(({ code }) => code === 'storage.does_not_open')
      ? unavailable('storage', thrown.cause)
      : badConfigOf(thrown.issues.map((each) => ({ ...each, path: ['databaseUrl'] })))
  })

const open = async (database: DatabaseConfig): Promise<Storage> => {
  switch (database.kind) {
    case 'memory':
      return openMemoryStorage()
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

/** Says, in words, who else has access to the database file. `undefined` if nobody has, or if the database is not a file. */
export const findDatabaseExposure = async (database: DatabaseConfig): Promise<string | undefined> => {
  if (database.kind !== 'sqlite') return undefined
  const exposure = await findExposure(database.file)
  return exposure === undefined ? undefined : `${database.file} ${exposure}`
}

/** Migrates the tables of a database to this release. */
export const migrateStorage = (database: DatabaseConfig): ResultAsync<void, BadConfig | Unavailable> =>
  openStorage('migrate' in database ? { ...database, migrate: 'at-open' } : database).andThen((storage) =>
    storage.close(),
  )

const ofFilesOnly = badConfig(
  'databaseUrl names a server, or memory: this is for SQLite files; servers have tools of their own',
)

/** Copies a database file, even while it is in use, to a path that does not exist yet. */
export const backUpDatabase = (
  database: DatabaseConfig,
  to: string,
): ResultAsync<SqliteBackup, BackupRefused | BadConfig | Unavailable> =>
  database.kind === 'sqlite' ? backUpSqlite({ file: database.file, to }) : errAsync(ofFilesOnly)

/** Rewrites a database file, so that it contains nothing of what was deleted. */
export const compactDatabase = (database: DatabaseConfig): ResultAsync<void, BadConfig | Unavailable> =>
  database.kind === 'sqlite' ? compactSqlite(database) : errAsync(ofFilesOnly)
