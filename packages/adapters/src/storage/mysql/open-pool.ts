import { patience } from './failures.ts'
import type { MysqlPool } from './pool.ts'

export type OpenPool = { readonly pool: MysqlPool; readonly close: () => Promise<void> }

export type PoolOptions = { readonly url: string; readonly connections?: number }

/** In ms. Somebody is waiting; what is not reached by then is not there. */
const connectTimeout = 10_000

/** Opens a pool of our own with `mysql2`, which is loaded when it is needed. */
export const openPool = async ({ url, connections = 10 }: PoolOptions): Promise<OpenPool> => {
  const { createPool } = await import('mysql2/promise')
  const pool = createPool({
    uri: url,
    connectionLimit: connections,
    connectTimeout,
    charset: 'utf8mb4',
    enableKeepAlive: true,
  })
  // The server's own limit is 50 s. It is said before anything else; where it cannot be, the next statement tells why.
  pool.pool.on('connection', (connection: { readonly query: (sql: string, then: () => void) => unknown }) => {
    connection.query(`SET SESSION innodb_lock_wait_timeout = ${patience / 1000}`, () => undefined)
  })
  return { pool: pool as unknown as MysqlPool, close: () => pool.end() }
}
