import { setImmediate as tick } from 'node:timers/promises'
import type { Engine, Transaction } from '../engine.ts'
import { inSavepoint } from '../sql/savepoint.ts'
import type { SqlView } from '../sql/view.ts'
import { patiently } from '../retry.ts'
import { newTurns } from '../turns.ts'
import { rollBack } from './connection.ts'
import { isBusy, toUnavailable, usualPatience } from './failures.ts'
import { openEraser } from './eraser.ts'
import type { Connections } from './open-connections.ts'
import { sqliteView } from './sqlite-view.ts'

/**
 * SQLite as an engine: one connection writes, the other reads what is committed, each for one caller at a time.
 * @param patience how long to wait while other processes write, in ms
 */
export const sqliteEngine = (
  { writer, reader, file, checkFiles }: Connections,
  patience: number = usualPatience,
): Engine<SqlView> => {
  const [writing, reading] = [newTurns(), newTurns()]
  let wroteAt = 0

  /**
   * Waits for the lock of the file, for one caller at a time: the others of this process wait behind it, in their
   * order, and not against it. A caller gives up if this process has not had the lock for too long since the call.
   */
  const lock = async (calledAt: number): Promise<void> => {
    const giveUpAt = Math.max(calledAt, wroteAt) + patience
    await patiently({ isBusy, patience: giveUpAt - performance.now() }, async () => {
      checkFiles()
      // IMMEDIATE takes the write lock now: a transaction that began by reading might not get it later
      // (SQLITE_BUSY_SNAPSHOT).
      writer.run('BEGIN IMMEDIATE')
    })
  }
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
        wroteAt = performance.now()
        endTurn()
      },
    }
  }

  return {
    begin: async () => {
      const calledAt = performance.now()
      const endTurn = await writing.take()
      try {
        await lock(calledAt)
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
