import { farewell, keepAliveDelay, newSockets } from '../sockets.ts'
import { restTimeout, type Timeouts } from '../timeouts.ts'
import { sessionLimits } from './limits.ts'
import type { MysqlPool } from './pool.ts'

export type OpenPool = { readonly pool: MysqlPool; readonly close: () => Promise<void> }

export type PoolOptions = { readonly url: string; readonly connections?: number }

/** Opens a pool of our own with `mysql2`, which is loaded when it is needed. */
export const openPool = async (
  { url, connections = 10 }: PoolOptions,
  timeouts: Timeouts,
): Promise<OpenPool> => {
  const { createPool } = await import('mysql2/promise')
  const sockets = newSockets()
  const pool = createPool({
    uri: url,
    connectionLimit: connections,
    connectTimeout: timeouts.connect,
    charset: 'utf8mb4',
    stream: ({ config }: Destination) =>
      config.socketPath === undefined
        ? sockets.open().setNoDelay(true).setKeepAlive(true, keepAliveDelay).connect(config.port, config.host)
        : sockets.open().connect(config.socketPath),
  })
  // It is said before anything else; where it cannot be, the next statement tells why.
  pool.pool.on('connection', (connection: { readonly query: (sql: string, then: () => void) => unknown }) => {
    for (const limit of sessionLimits(timeouts, restTimeout)) connection.query(limit, () => undefined)
  })
  return { pool: pool as unknown as MysqlPool, close: () => sockets.endWith(pool.end(), farewell) }
}

/** Where `mysql2` asks a socket to lead to. */
type Destination = {
  readonly config: { readonly host: string; readonly port: number; readonly socketPath?: string }
}
