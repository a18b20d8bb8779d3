import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Contender } from '../contender.ts'
import type { RawBatch, TableRows } from './rows.ts'

/** The settings under which the SQLite adapter writes, but for checkpoints: the interval that goes fastest. */
export const pragmas: readonly string[] = [
  'journal_mode = wal',
  'synchronous = 2',
  'foreign_keys = 1',
  'trusted_schema = 0',
  'secure_delete = 1',
  'wal_autocheckpoint = 20000',
]

/**
 * The least that SQLite has to do: values that are ready to be bound go through one prepared statement a table, in one
 * transaction a batch, into a file that has the adapter's schema already.
 */
export const openRawSqlite = (file: string): Contender<RawBatch> => {
  const database = new DatabaseSync(file, { defensive: true })
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`)
  const statements = new Map<string, StatementSync>()
  const prepared = (rows: TableRows): StatementSync => {
    const statement = statements.get(rows.table) ?? database.prepare(insertInto(rows))
    statements.set(rows.table, statement)
    return statement
  }
  const insert = (batch: RawBatch): void => {
    database.exec('BEGIN IMMEDIATE')
    for (const each of batch) {
      const statement = prepared(each)
      for (const values of each.rows) statement.run(...values)
    }
    database.exec('COMMIT')
  }
  return {
    prepare: async (batch) => async () => insert(batch),
    close: async () => {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      database.close()
    },
  }
}

const insertInto = ({ table, columns }: TableRows): string =>
  `INSERT INTO ${table} (${columns.map(([name]) => name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
