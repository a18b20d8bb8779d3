import type { SecretFiles } from '../../files/secret-file.ts'
import type { MigrateOption } from '../sql/migrate-option.ts'
import type { TimeoutOptions } from '../timeouts.ts'
import type { MysqlPool } from './pool.ts'

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
