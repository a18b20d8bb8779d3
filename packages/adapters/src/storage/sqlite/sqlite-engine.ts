import { setImmediate as tick } from 'node:timers/promises'
import type { Engine, Transaction } from '../engine.ts'
import { inSavepoint } from '../sql/savepoint.ts'
import type { SqlView } from '../sql/view.ts'
import { newTurns } from '../turns.ts'
import { rollBack } from './connection.ts'
import { isBusy, patience, toUnavailable } from './failures.ts'
import { openEraser } from './eraser.ts'
import type { Connections } from './open-connections.ts'
import { sqliteView } from './sqlite-view.ts'

/** SQLite as an engine: one connection writes, the other reads what is committed, each for one caller at a time. */
export const sqliteEngine = ({ writer, reader, file, checkFiles }: Connections): Engine<SqlView> => {
  const [writing, reading] = [newTurns(), newTurns()]
  const readerView = sqliteView(reader)
  const eraser = openEraser({ file, writer, writing })

  const transactionIn = (endTurn: () => void): Transaction<SqlView> => {
    const erased: string[] = []
    const view = sqliteView(writer, erased)
    return {
      view,
      write: (change) => inSavepoint(writer.run, view, change),
      commit: async () => {
        writer.run('COMMIT')
        // A write to a file that cannot be found again is not reported as done.
        checkFiles()
        if (erased.length > 0) await eraser.erase(erased)
      },
      rollback: () => {
        rollBack(writer)
        endTurn()
      },
    }
  }

  return {
    begin: async () => {
      const endTurn = await writing.take()
      try {
        checkFiles()
        // IMMEDIATE takes the write lock now: a transaction that began by reading might not get it later
        // (SQLITE_BUSY_SNAPSHOT).
        writer.run('BEGIN IMMEDIATE')
        return transactionIn(endTurn)
      } catch (error) {
        // The next writer waits for the same lock and blocks the event loop: so the event loop runs everything else
        // before.
        await tick()
        endTurn()
        throw error
      }
    },
    read: async (_pool, query) => {
      const endTurn = await reading.take()
      try {
        checkFiles()
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
    close: async () => {
      reader.close()
      await eraser.end()
      // So that the file alone holds everything and can be copied, even if another process keeps the log in use.
      writer.get('PRAGMA wal_checkpoint(TRUNCATE)')
      writer.close()
    },
  }
}
