import type { SecretFiles } from '../../files/secret-file.ts'
import { configurationError, configurationIssue } from '@keepsake/domain'
import { usePeer } from '../../peer.ts'
import { farewell, keepAliveDelay, newSockets } from '../sockets.ts'
import { readTls, type TlsOptions } from '../url/tls-files.ts'
import type { PgPool } from './pool.ts'
import { parsePostgresUrl } from './postgres-url.ts'

/** A pool of our own, and how many connections it gives at a time. */
export type OpenPool = {
  readonly pool: PgPool
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
 * Opens our own pool with `pg`, which is loaded when it is needed. It waits `connectTimeout` ms for a connection.
 * Throws if the URL names no database to connect to.
 */
export const openPool = async (
  { url, connections = 10, secretFiles }: PoolOptions,
  connectTimeout: number,
): Promise<OpenPool> => {
  const target = parsePostgresUrl(url).match(
    (read) => read,
    (reason) => {
      throw configurationError([configurationIssue('storage.url_malformed', ['url'], reason)])
    },
  )
  const { address, tls, isTlsDirect, isChannelBound, applicationName, ...login } = target
  const secured = await readTls(tls, secretFiles)
  const { Pool } = (await usePeer('pg', () => import('pg'))).default
  const sockets = newSockets()
  const pool = new Pool({
    ...login,
    host: 'socket' in address ? address.socket : address.host,
    port: address.port,
    // Always set: otherwise `pg` would read the environment.
    ssl: secured === undefined ? false : sslOf(secured),
    sslnegotiation: secured !== undefined && isTlsDirect ? 'direct' : 'postgres',
    enableChannelBinding: isChannelBound,
    max: connections,
    connectionTimeoutMillis: connectTimeout,
    application_name: applicationName,
    stream: sockets.open,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelay,
  })
  return { pool, places: connections, close: () => sockets.endWith(pool.end(), farewell) }
}

/** The signer of the certificate is always checked; only the check of the name is skipped. */
const sslOf = ({ isNameChecked, ...options }: TlsOptions): object => ({
  ...options,
  ...(isNameChecked ? {} : { checkServerIdentity: () => undefined }),
})
