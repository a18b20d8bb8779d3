import type { Result } from 'neverthrow'
import type { Change, Engine } from '../synchronous-engine.ts'
import { inSnapshot, type Connection } from './connection.ts'
import { isBusy, patience, toUnavailable } from './failures.ts'
import type { Connections } from './open-connections.ts'

/** SQLite as an engine: one connection writes, the other reads what is committed. */
export const sqliteEngine = ({ writer, reader }: Connections): Engine<Connection> => ({
  begin: () => {
    // IMMEDIATE takes the write lock now: one that began by reading might not get it later (SQLITE_BUSY_SNAPSHOT).
    writer.run('BEGIN IMMEDIATE')
    return {
      view: writer,
      write: (change) => inSavepoint(writer, change),
      commit: () => void writer.run('COMMIT'),
      rollback: () => void (writer.inTransaction() && writer.run('ROLLBACK')),
    }
  },
  read: (_pool, query) => inSnapshot(reader, query),
  isBusy,
  patience,
  toUnavailable,
  close: () => {
    reader.close()
    // So that the file holds everything by itself, and can be copied, even where another process keeps the log in use.
    writer.get('PRAGMA wal_checkpoint(TRUNCATE)')
    writer.close()
  },
})

const inSavepoint = <T, E>(writer: Connection, change: Change<Connection, T, E>): Result<T, E> => {
  writer.run('SAVEPOINT change')
  const result = change(writer)
  if (result.isErr()) writer.run('ROLLBACK TO change')
  writer.run('RELEASE change')
  return result
}
