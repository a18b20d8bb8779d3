import type { Storage } from '@keepsake/domain'
import { sqlStores } from '../sql/sql-stores.ts'
import { storageOver } from '../storage-over.ts'
import { migrationTimeout, usualTimeouts, waitsOf } from '../timeouts.ts'
import { mysqlDialect } from './dialect.ts'
import { ensureSchema } from './ensure-schema.ts'
import { connectionsOf } from './connections.ts'
import { limitOf, unlimited } from './limits.ts'
import { eachByItself, mysqlEngine } from './mysql-engine.ts'
import { mysqlView } from './mysql-view.ts'
import { openPool } from './open-pool.ts'
import { requireServer } from './requirements.ts'
import type { MysqlOptions } from './mysql-options.ts'

/** Opens a storage in a database, with our own pool or the given one. Rejects with the driver's error. */
export const openDatabase = async (options: MysqlOptions): Promise<Storage> => {
  const { migrate = 'at-open' } = options
  const timeouts = { ...usualTimeouts, ...options.timeouts }
  const { pool, places, close } =
    'pool' in options
      ? { pool: options.pool, places: undefined, close: leaveOpen }
      : await openPool(options, timeouts)
  try {
    const waits = waitsOf(timeouts)
    const connections = connectionsOf(pool, waits, places)
    const view = mysqlView(eachByItself(connections), { isLocking: false, limit: unlimited })
    const flavour = await requireServer(view)
    const dialect = mysqlDialect(flavour)
    await ensureSchema({
      connections: connectionsOf(pool, { ...waits, answer: migrationTimeout }),
      limit: limitOf(flavour, { lock: timeouts.lock, statement: migrationTimeout }),
      dialect,
      mayMigrate: migrate === 'at-open',
    })
    const engine = mysqlEngine({
      connections,
      limit: limitOf(flavour, timeouts),
      patience: timeouts.lock,
      close,
    })
    return storageOver(engine, sqlStores(dialect))
  } catch (error) {
    await close()
    throw error
  }
}

const leaveOpen = async (): Promise<void> => undefined
