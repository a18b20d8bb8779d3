import { openTogether, type Storage } from '@keepsake/domain'
import { usePeer } from '../../peer.ts'
import { refuseOptions } from '../check-options.ts'
import { doesNotOpen } from '../does-not-open.ts'
import { toUnavailable } from './failures.ts'
import type { PostgresOptions } from './postgres-options.ts'

export type { PostgresOptions } from './postgres-options.ts'
export type { TimeoutOptions, Timeouts } from '../timeouts.ts'
export { parsePostgresUrl, type PostgresTarget } from './postgres-url.ts'
export type { PgClient, PgPool, PgQuery, PgResult } from './pool.ts'

/**
 * Opens a storage in a PostgreSQL database, 14 or newer. Any number of processes may share it.
 * Rejects with a configuration error if the server cannot be reached, is too old, would lose what it has acknowledged, or
 * holds the tables of a newer release; if a number is out of bounds; and if `kysely` or, for a `url`, `pg` is not installed: both are optional peers.
 */
export const openPostgresStorage = async (options: PostgresOptions): Promise<Storage> => {
  const { inside } = await openTogether({
    options: () => refuseOptions(options),
    inside: () => usePeer('kysely', () => import('./open-database.ts')),
    driver: () => ('url' in options ? usePeer('pg', () => import('pg')) : undefined),
  })
  try {
    return await inside.openDatabase(options)
  } catch (error) {
    throw doesNotOpen(error, toUnavailable)
  }
}
