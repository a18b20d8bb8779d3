import type { PgPool } from './pool.ts'

export type OpenPool = { readonly pool: PgPool; readonly close: () => Promise<void> }

export type PoolOptions = { readonly url: string; readonly connections?: number }

/** In ms. Somebody is waiting; what is not reached by then is not there. */
const connectTimeout = 10_000

/** Opens a pool of our own with `pg`, which is loaded when it is needed. */
export const openPool = async ({ url, connections = 10 }: PoolOptions): Promise<OpenPool> => {
  const { Pool } = (await import('pg')).default
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectTimeout,
    application_name: 'keepsake',
  })
  // A connection that breaks while nobody uses it is replaced when it is needed; without a listener it would end the process.
  pool.on('error', () => undefined)
  return { pool: pool as unknown as PgPool, close: () => pool.end() }
}
