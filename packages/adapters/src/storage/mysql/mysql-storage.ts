import { openTogether, type Storage } from '@keepsake/domain'
import { usePeer } from '../../peer.ts'
import { refuseOptions } from '../check-options.ts'
import { doesNotOpen } from '../does-not-open.ts'
import { toUnavailable } from './failures.ts'
import type { MysqlOptions } from './mysql-options.ts'

export type { MysqlOptions } from './mysql-options.ts'
export type { TimeoutOptions, Timeouts } from '../timeouts.ts'
export { parseMysqlUrl, type MysqlTarget } from './mysql-url.ts'
export type { MysqlConnection, MysqlPool, MysqlQuery, MysqlResult } from './pool.ts'

/**
 * Opens a storage in a database of MySQL 8 or MariaDB 10.11 and newer. Any number of processes may share it.
 * Rejects with a configuration error if the server cannot be reached, is too old, would lose what it has acknowledged, or
 * holds the tables of a newer release; if a number is out of bounds; and if `kysely` or, for a `url`, `mysql2` is not installed: both are optional peers.
 */
export const openMysqlStorage = async (options: MysqlOptions): Promise<Storage> => {
  const { inside } = await openTogether({
    options: () => refuseOptions(options),
    inside: () => usePeer('kysely', () => import('./open-database.ts')),
    driver: () => ('url' in options ? usePeer('mysql2', () => import('mysql2/promise')) : undefined),
  })
  try {
    return await inside.openDatabase(options)
  } catch (error) {
    throw doesNotOpen(error, toUnavailable)
  }
}
