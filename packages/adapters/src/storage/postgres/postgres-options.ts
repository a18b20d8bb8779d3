import type { SecretFiles } from '../../files/secret-file.ts'
import type { MigrateOption } from '../sql/migrate-option.ts'
import type { TimeoutOptions } from '../timeouts.ts'
import type { PgPool } from './pool.ts'

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
