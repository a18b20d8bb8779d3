import type { Engine, Transaction } from '../engine.ts'
import { inSavepoint } from '../sql/savepoint.ts'
import type { SqlView } from '../sql/view.ts'
import { newTurns } from '../turns.ts'
import { rollBack } from './connection.ts'
import { isBusy, patience, toUnavailable } from './failures.ts'
import type { Connections } from './open-connections.ts'
import { sqliteView } from './sqlite-view.ts'

/** SQLite as an engine: one connection writes, the other one reads what is committed, each for one caller at a time. */
export const sqliteEngine = ({ writer, reader }: Connections): Engine<SqlView> => {
  const [writing, reading] = [newTurns(), newTurns()]
  const [writerView, readerView] = [sqliteView(writer), sqliteView(reader)]

  const transactionIn = (endTurn: () => void): Transaction<SqlView> => ({
    view: writerView,
    write: (change) => inSavepoint(writer.run, writerView, change),
    commit: () => void writer.run('COMMIT'),
    rollback: () => {
      rollBack(writer)
      endTurn()
    },
  })

  return {
    begin: async () => {
      const endTurn = await writing.take()
      try {
        // IMMEDIATE takes the write lock now: one that began by reading might not get it later (SQLITE_BUSY_SNAPSHOT).
        writer.run('BEGIN IMMEDIATE')
        return transactionIn(endTurn)
      } catch (error) {
        endTurn()
        throw error
      }
    },
    read: async (_pool, query) => {
      const endTurn = await reading.take()
      try {
        reader.run('BEGIN')
        return await query(readerView)
      } finally {
        rollBack(reader)
        endTurn()
      }
    },
    isBusy,
    patience,
    toUnavailable,
    close: () => {
      reader.close()
      // So that the file holds everything by itself, and can be copied, even where another process keeps the log in use.
      writer.get('PRAGMA wal_checkpoint(TRUNCATE)')
      writer.close()
    },
  }
}
