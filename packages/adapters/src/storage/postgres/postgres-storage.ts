import type { SecretFiles } from '../../files/secret-file.ts'
import type { Storage, Unavailable } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import type { MigrateOption } from '../sql/migrate-option.ts'
import { sqlStores } from '../sql/sql-stores.ts'
import { storageOver } from '../storage-over.ts'
import { usualTimeouts, waitsOf, type TimeoutOptions } from '../timeouts.ts'
import { clientsOf } from './clients.ts'
import { postgresDialect } from './dialect.ts'
import { ensureSchema } from './ensure-schema.ts'
import { toUnavailable } from './failures.ts'
import { limitsOf, strictest } from './limits.ts'
import { openPool } from './open-pool.ts'
import type { PgPool } from './pool.ts'
import { eachByItself, postgresEngine } from './postgres-engine.ts'
import { postgresView } from './postgres-view.ts'
import { requireServer } from './requirements.ts'

export type { TimeoutOptions, Timeouts } from '../timeouts.ts'
export { parsePostgresUrl, type PostgresTarget } from './postgres-url.ts'
export type { PgClient, PgPool, PgQuery, PgResult } from './pool.ts'

/** Where the tables are, and how they are made. */
export type PostgresOptions = MigrateOption &
  TimeoutOptions & {
    /** The PostgreSQL schema of the tables; it is made if it does not exist. If absent, the search path decides. */
    readonly schema?: string
  } & (
    | {
        /**
         * `postgres://user:password@host:port/database?sslmode=...`: docs/storage.md describes all of it. The storage
         * opens a pool and closes it with itself.
         */
        readonly url: string
        /** The most connections at a time; 10 by default. */
        readonly connections?: number
        /** Who may have access to the file of `sslkey`: only this user and the superuser, if absent. */
        readonly secretFiles?: SecretFiles
      }
    | {
        /**
         * A `pg.Pool` of the embedding service. It stays open when the storage is closed. The pool, and each client
         * taken from it, gets a listener for errors, so that a connection that the server ends does not end the
         * process.
         */
        readonly pool: PgPool
      }
  )

/**
 * Opens a storage in a PostgreSQL database, 14 or newer. Any number of processes may share it. `Unavailable` says why
 * if the server cannot be reached, is too old, would lose what it has acknowledged, or holds the tables of a newer
 * release.
 */
export const openPostgresStorage = (options: PostgresOptions): ResultAsync<Storage, Unavailable> =>
  ResultAsync.fromPromise(open(options), (error) => toUnavailable(error))

const open = async (options: PostgresOptions): Promise<Storage> => {
  const { schema, migrate = 'at-open' } = options
  const timeouts = { ...usualTimeouts, ...options.timeouts }
  const { pool, places, close } =
    'pool' in options
      ? { pool: options.pool, places: undefined, close: leaveOpen }
      : await openPool(options, timeouts.connect)
  try {
    const dialect = postgresDialect(schema)
    const waits = waitsOf(timeouts)
    const clients = clientsOf(pool, waits, places)
    const wanted = limitsOf(timeouts)
    const view = postgresView(eachByItself(clients, wanted), { isLocking: false, schema })
    await requireServer(view, dialect)
    const limits = await strictest(wanted, view, dialect)
    const mayMigrate = migrate === 'at-open'
    await ensureSchema({ pool, view, limits, dialect, schema, mayMigrate, waits })
    return storageOver(postgresEngine({ clients, limits, schema, close }), sqlStores(dialect))
  } catch (error) {
    await close()
    throw error
  }
}

const leaveOpen = async (): Promise<void> => undefined
