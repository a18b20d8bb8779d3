import type { Engine, Transaction } from '../engine.ts'
import { inSavepoint } from '../sql/savepoint.ts'
import type { SqlView } from '../sql/view.ts'
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import { isBusy, toUnavailable } from './failures.ts'
import type { Limit } from './limits.ts'
import { mysqlView, type Executable } from './mysql-view.ts'

export type MysqlEngineOptions = {
  readonly connections: Connections
  readonly limit: Limit
  /** How long work is run again while other transactions block it, in ms. */
  readonly patience: number
  /** Releases what was opened with the engine; does nothing if the pool is the embedding service's. */
  readonly close: () => Promise<void>
}

/** MySQL or MariaDB as an engine, over the connections of a pool. */
export const mysqlEngine = ({ connections, limit, patience, close }: MysqlEngineOptions): Engine<SqlView> => {
  const direct = mysqlView(eachByItself(connections), { isLocking: false, limit })
  return {
    begin: async () => {
      // At READ COMMITTED a statement locks the rows that it changes, and not the gaps between them.
      const connection = await connections.take(
        'SET TRANSACTION ISOLATION LEVEL READ COMMITTED',
        'START TRANSACTION READ WRITE',
      )
      return transactionOn(connection, mysqlView(connection, { isLocking: true, limit }))
    },
    read: async (_pool, query) => {
      const connection = await connections.take(
        'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
        'START TRANSACTION READ ONLY',
      )
      try {
        return await query(mysqlView(connection, { isLocking: false, limit }))
      } finally {
        await connection.rollBack()
      }
    },
    direct: () => direct,
    isBusy,
    patience,
    toUnavailable,
    breakOff: connections.breakOff,
    close,
  }
}

/** Runs every statement by itself: it is durable when it is answered. */
export const eachByItself = (connections: Connections): Executable => ({
  execute: async (query) => {
    const connection = await connections.take()
    try {
      return await connection.execute(query)
    } finally {
      connection.release()
    }
  },
})

const transactionOn = (connection: Connection, view: SqlView): Transaction<SqlView> => ({
  view,
  write: (change) => inSavepoint(connection.say, view, change),
  commit: connection.commit,
  rollback: connection.rollBack,
})
