import { farewell, keepAliveDelay, newSockets } from '../sockets.ts'
import type { PgPool } from './pool.ts'

export type OpenPool = { readonly pool: PgPool; readonly close: () => Promise<void> }

export type PoolOptions = { readonly url: string; readonly connections?: number }

/** Opens a pool of our own with `pg`, which is loaded when it is needed. It waits `connectTimeout` ms for a connection. */
export const openPool = async (
  { url, connections = 10 }: PoolOptions,
  connectTimeout: number,
): Promise<OpenPool> => {
  const { Pool } = (await import('pg')).default
  const sockets = newSockets()
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectTimeout,
    application_name: 'keepsake',
    stream: sockets.open,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelay,
  })
  return { pool, close: () => sockets.endWith(pool.end(), farewell) }
}
