import type { Engine, Transaction } from '../engine.ts'
import { inSavepoint } from '../sql/savepoint.ts'
import type { SqlView } from '../sql/view.ts'
import { bulkTransaction } from './bulk-transaction.ts'
import type { Client } from './client.ts'
import type { Clients } from './clients.ts'
import { isBusy, toUnavailable } from './failures.ts'
import { setLimits, type Limits } from './limits.ts'
import { postgresView, type Queryable } from './postgres-view.ts'

export type PostgresEngineOptions = {
  readonly clients: Clients
  readonly limits: Limits
  readonly schema: string | undefined
  /** How many rows are copied instead of inserted. */
  readonly fewestRows: number
  /** Releases what was opened with the engine; does nothing if the pool is the embedding service's. */
  readonly close: () => Promise<void>
}

/** PostgreSQL as an engine, over the connections of a pool. */
export const postgresEngine = ({
  clients,
  limits,
  schema,
  fewestRows,
  close,
}: PostgresEngineOptions): Engine<SqlView> => {
  const begin = (mode: string): Promise<Client> => clients.take(`BEGIN ${mode}; ${setLimits(limits)}`)
  const direct = postgresView(eachByItself(clients, limits), { isLocking: false, schema })
  return {
    begin: async () => {
      const client = await begin(toWrite)
      return transactionOn(client, postgresView(client, { isLocking: true, schema }))
    },
    beginInBulk: async () => {
      const client = await begin(toWrite)
      const view = postgresView(client, { isLocking: true, schema })
      const { copy } = client
      return copy === undefined
        ? transactionOn(client, view)
        : bulkTransaction({ ...client, copy }, view, { schema, fewestRows })
    },
    read: async (_pool, query) => {
      const client = await begin('ISOLATION LEVEL REPEATABLE READ READ ONLY')
      try {
        return await query(postgresView(client, { isLocking: false, schema }))
      } finally {
        await client.rollBack()
      }
    },
    direct: () => direct,
    isBusy,
    patience: limits.lock,
    toUnavailable,
    breakOff: clients.breakOff,
    close,
  }
}

const toWrite = 'ISOLATION LEVEL READ COMMITTED READ WRITE'

/**
 * Runs every statement in a separate transaction: only in a transaction can it be limited without a change of the
 * session.
 */
export const eachByItself = (clients: Clients, limits: Limits): Queryable => ({
  query: async (statement) => {
    const client = await clients.take(`BEGIN; ${setLimits(limits)}`)
    try {
      const result = await client.query(statement)
      await client.commit()
      return result
    } finally {
      await client.rollBack()
    }
  },
})

const transactionOn = (client: Client, view: SqlView): Transaction<SqlView> => ({
  view,
  write: (change) => inSavepoint(client.say, view, change),
  commit: client.commit,
  rollback: client.rollBack,
})
