import type { SecretFiles } from '../../files/secret-file.ts'
import { configurationError, configurationIssue } from '@keepsake/domain'
import { usePeer } from '../../peer.ts'
import { farewell, keepAliveDelay, newSockets } from '../sockets.ts'
import { readTls, type TlsOptions } from '../url/tls-files.ts'
import { restTimeout, type Timeouts } from '../timeouts.ts'
import { sessionLimits } from './limits.ts'
import type { SslOptions } from 'mysql2'
import { parseMysqlUrl } from './mysql-url.ts'
import type { MysqlPool } from './pool.ts'

/** A pool of our own, and how many connections it gives at a time. */
export type OpenPool = {
  readonly pool: MysqlPool
  readonly places: number
  readonly close: () => Promise<void>
}

export type PoolOptions = {
  readonly url: string
  readonly connections?: number
  /** Who may have access to the key of a client's certificate; `private` if absent. */
  readonly secretFiles?: SecretFiles
}

/**
 * Opens our own pool with `mysql2`, which is loaded when it is needed. Throws if the URL names no database to connect
 * to.
 */
export const openPool = async (
  { url, connections = 10, secretFiles }: PoolOptions,
  timeouts: Timeouts,
): Promise<OpenPool> => {
  const { address, tls, ...login } = parseMysqlUrl(url).match(
    (read) => read,
    (reason) => {
      throw configurationError([configurationIssue('storage.url_malformed', ['url'], reason)])
    },
  )
  const secured = await readTls(tls, secretFiles)
  const { createPool } = await usePeer('mysql2', () => import('mysql2/promise'))
  const sockets = newSockets()
  const pool = createPool({
    ...login,
    ...('socket' in address ? { socketPath: address.socket } : address),
    ...(secured === undefined ? {} : { ssl: sslOf(secured) }),
    connectionLimit: connections,
    connectTimeout: timeouts.connect,
    charset: 'utf8mb4',
    stream: () =>
      'socket' in address
        ? sockets.open().connect(address.socket)
        : sockets
            .open()
            .setNoDelay(true)
            .setKeepAlive(true, keepAliveDelay)
            .connect(address.port, address.host),
  })
  // It is sent before anything else. If it cannot be sent, the next statement reports why.
  pool.pool.on('connection', (connection: { readonly query: (sql: string, then: () => void) => unknown }) => {
    for (const limit of sessionLimits(timeouts, restTimeout)) connection.query(limit, () => undefined)
  })
  return {
    pool: pool as unknown as MysqlPool,
    places: connections,
    close: () => sockets.endWith(pool.end(), farewell),
  }
}

const sslOf = ({ isNameChecked, ...options }: TlsOptions): SslOptions => ({
  ...options,
  verifyIdentity: isNameChecked,
})
