import type { Storage, Unavailable } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import type { SecretFiles } from '../../files/secret-file.ts'
import type { MigrateOption } from '../sql/migrate-option.ts'
import { sqlStores } from '../sql/sql-stores.ts'
import { storageOver } from '../storage-over.ts'
import { migrationTimeout, usualTimeouts, waitsOf, type TimeoutOptions } from '../timeouts.ts'
import { mysqlDialect } from './dialect.ts'
import { ensureSchema } from './ensure-schema.ts'
import { toUnavailable } from './failures.ts'
import { connectionsOf } from './connections.ts'
import { limitOf, unlimited } from './limits.ts'
import { eachByItself, mysqlEngine } from './mysql-engine.ts'
import { mysqlView } from './mysql-view.ts'
import { openPool } from './open-pool.ts'
import type { MysqlPool } from './pool.ts'
import { requireServer } from './requirements.ts'

export type { TimeoutOptions, Timeouts } from '../timeouts.ts'
export { parseMysqlUrl, type MysqlTarget } from './mysql-url.ts'
export type { MysqlConnection, MysqlPool, MysqlQuery, MysqlResult } from './pool.ts'

/** Where the tables are, and how they are made. */
export type MysqlOptions = MigrateOption &
  TimeoutOptions &
  (
    | {
        /**
         * `mysql://user:password@host:port/database?sslmode=...`: docs/storage.md describes all of it. The storage
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
         * A pool of `mysql2/promise` of the embedding service. It stays open when the storage is closed. Connections
         * taken from it get a listener for errors, so that a connection that the server ends does not end the process.
         */
        readonly pool: MysqlPool
      }
  )

/**
 * Opens a storage in a database of MySQL 8 or MariaDB 10.11 and newer. Any number of processes may share it.
 * `Unavailable` says why if the server cannot be reached, is too old, would lose what it has acknowledged, or holds the
 * tables of a newer release.
 */
export const openMysqlStorage = (options: MysqlOptions): ResultAsync<Storage, Unavailable> =>
  ResultAsync.fromPromise(open(options), (error) => toUnavailable(error))

const open = async (options: MysqlOptions): Promise<Storage> => {
  const { migrate = 'at-open' } = options
  const timeouts = { ...usualTimeouts, ...options.timeouts }
  const { pool, places, close } =
    'pool' in options
      ? { pool: options.pool, places: undefined, close: leaveOpen }
      : await openPool(options, timeouts)
  try {
    const waits = waitsOf(timeouts)
    const connections = connectionsOf(pool, waits, places)
    const view = mysqlView(eachByItself(connections), { isLocking: false, limit: unlimited })
    const flavour = await requireServer(view)
    const dialect = mysqlDialect(flavour)
    await ensureSchema({
      connections: connectionsOf(pool, { ...waits, answer: migrationTimeout }),
      limit: limitOf(flavour, { lock: timeouts.lock, statement: migrationTimeout }),
      dialect,
      mayMigrate: migrate === 'at-open',
    })
    const engine = mysqlEngine({
      connections,
      limit: limitOf(flavour, timeouts),
      patience: timeouts.lock,
      close,
    })
    return storageOver(engine, sqlStores(dialect))
  } catch (error) {
    await close()
    throw error
  }
}

const leaveOpen = async (): Promise<void> => undefined
