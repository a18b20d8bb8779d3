import type { Storage } from '@keepsake/domain'
import { sqlStores } from '../sql/sql-stores.ts'
import { storageOver } from '../storage-over.ts'
import { usualTimeouts, waitsOf } from '../timeouts.ts'
import { clientsOf } from './clients.ts'
import { postgresDialect } from './dialect.ts'
import { ensureSchema } from './ensure-schema.ts'
import { limitsOf, strictest } from './limits.ts'
import { openPool } from './open-pool.ts'
import { eachByItself, postgresEngine } from './postgres-engine.ts'
import { postgresView } from './postgres-view.ts'
import { requireServer } from './requirements.ts'
import type { PostgresOptions } from './postgres-options.ts'

/**
 * Opens a storage in a database, with our own pool or the given one. Rejects with the driver's error.
 * @param fewestRows how many rows are copied: fewer are inserted as fast, and each insert tells what is wrong with it
 */
export const openDatabase = async (options: PostgresOptions, fewestRows = 64): Promise<Storage> => {
  const { schema, migrate = 'at-open' } = options
  const timeouts = { ...usualTimeouts, ...options.timeouts }
  const { pool, places, close } =
    'pool' in options
      ? { pool: options.pool, places: undefined, close: leaveOpen }
      : await openPool(options, timeouts.connect)
  try {
    const dialect = postgresDialect(schema)
    const waits = waitsOf(timeouts)
    const clients = clientsOf(pool, waits, places)
    const wanted = limitsOf(timeouts)
    const view = postgresView(eachByItself(clients, wanted), { isLocking: false, schema })
    await requireServer(view, dialect)
    const limits = await strictest(wanted, view, dialect)
    const mayMigrate = migrate === 'at-open'
    await ensureSchema({ pool, view, limits, dialect, schema, mayMigrate, waits })
    return storageOver(postgresEngine({ clients, limits, schema, fewestRows, close }), sqlStores(dialect))
  } catch (error) {
    await close()
    throw error
  }
}

const leaveOpen = async (): Promise<void> => undefined
