import { DatabaseSync } from 'node:sqlite'
import type { CreateUsers } from '@keepsake/app'
import type { Contender } from '../contender.ts'
import { pragmas } from '../raw/sqlite.ts'
import { rowsOf } from './rows.ts'
import { createTables, tables, type Table, type TableName } from './tables.ts'

/** The hand-written importer on SQLite: a prepared statement a table, in one transaction a batch. */
export const openHandWrittenSqlite = (file: string): Contender<CreateUsers> => {
  const database = new DatabaseSync(file, { defensive: true })
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`)
  for (const statement of createTables({ key: 'TEXT', text: 'TEXT', number: 'INTEGER' }, clustered))
    database.exec(statement)
  const names = Object.keys(tables) as TableName[]
  const statements = names.map((name) => [name, database.prepare(insertInto(name))] as const)
  const insert = (batch: CreateUsers): void => {
    const rows = rowsOf(batch)
    database.exec('BEGIN IMMEDIATE')
    for (const [name, statement] of statements) for (const row of rows[name]) statement.run(...row)
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

const insertInto = (table: TableName): string => {
  const { name, columns } = tables[table]
  return `INSERT INTO ${name} (${columns.map(([column]) => column).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
}

/** A table of short rows rests in its primary key; the long rows of users and notices have a row id. */
const clustered = ({ ofUser }: Table): string => (ofUser ? ' WITHOUT ROWID' : '')
