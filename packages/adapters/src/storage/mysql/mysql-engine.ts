import type { Engine, Transaction } from '../engine.ts'
import { inSavepoint } from '../sql/savepoint.ts'
import type { SqlView } from '../sql/view.ts'
import { takeConnection, type Connection } from './connection.ts'
import { isBusy, patience, toUnavailable } from './failures.ts'
import { mysqlView } from './mysql-view.ts'
import type { MysqlPool } from './pool.ts'

export type MysqlEngineOptions = {
  readonly pool: MysqlPool
  /** Releases what was opened with the engine; nothing where the pool is somebody else's. */
  readonly close: () => Promise<void>
}

/** MySQL or MariaDB as an engine, over a pool of connections. */
export const mysqlEngine = ({ pool, close }: MysqlEngineOptions): Engine<SqlView> => {
  const direct = mysqlView(pool, { isLocking: false })
  return {
    begin: async () => {
      // At READ COMMITTED a statement locks the rows that it changes, and not the gaps between them.
      const connection = await takeConnection(
        pool,
        'SET TRANSACTION ISOLATION LEVEL READ COMMITTED',
        'START TRANSACTION READ WRITE',
      )
      return transactionOn(connection)
    },
    read: async (_pool, query) => {
      const connection = await takeConnection(
        pool,
        'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
        'START TRANSACTION READ ONLY',
      )
      try {
        return await query(mysqlView(connection, { isLocking: false }))
      } finally {
        await connection.rollBack()
      }
    },
    direct: () => direct,
    isBusy,
    patience,
    toUnavailable,
    close,
  }
}

const transactionOn = (connection: Connection): Transaction<SqlView> => {
  const view = mysqlView(connection, { isLocking: true })
  return {
    view,
    write: (change) => inSavepoint(connection.say, view, change),
    commit: connection.commit,
    rollback: connection.rollBack,
  }
}
