import type { Engine, Transaction } from '../engine.ts'
import { inSavepoint } from '../sql/savepoint.ts'
import type { SqlView } from '../sql/view.ts'
import { takeClient, type Client } from './client.ts'
import { isBusy, patience, toUnavailable } from './failures.ts'
import type { PgPool } from './pool.ts'
import { postgresView } from './postgres-view.ts'

export type PostgresEngineOptions = {
  readonly pool: PgPool
  readonly schema: string | undefined
  /** Releases what was opened with the engine; nothing where the pool is somebody else's. */
  readonly close: () => Promise<void>
}

/**
 * Both in one message. Without a limit, a process that stands still in the midst of a transaction would hold up for good
 * whoever comes after its rows.
 */
const beginToWrite = `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = ${patience}`

/** PostgreSQL as an engine, over a pool of connections. */
export const postgresEngine = ({ pool, schema, close }: PostgresEngineOptions): Engine<SqlView> => {
  const direct = postgresView(pool, { isLocking: false, schema })
  return {
    begin: async () => {
      const client = await takeClient(pool, beginToWrite)
      return transactionOn(client, postgresView(client, { isLocking: true, schema }))
    },
    read: async (_pool, query) => {
      const client = await takeClient(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      try {
        return await query(postgresView(client, { isLocking: false, schema }))
      } finally {
        await client.rollBack()
      }
    },
    direct: () => direct,
    isBusy,
    patience,
    toUnavailable,
    close,
  }
}

const transactionOn = (client: Client, view: SqlView): Transaction<SqlView> => ({
  view,
  write: (change) => inSavepoint(client.say, view, change),
  commit: client.commit,
  rollback: client.rollBack,
})
