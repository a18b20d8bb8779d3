import { pipeline } from 'node:stream/promises'
import type { CreateUsers } from '@keepsake/app'
import { Client } from 'pg'
import { from } from 'pg-copy-streams'
import type { Contender } from '../contender.ts'
import { rowsOf, type Value } from './rows.ts'
import { createTables, tables, type TableName } from './tables.ts'

/** The hand-written importer on PostgreSQL: a COPY a table, over one connection, in one transaction a batch. */
export const openHandWrittenPostgres = async (url: string): Promise<Contender<CreateUsers>> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  const key = 'text COLLATE "C"'
  for (const statement of createTables({ key, text: key, number: 'bigint' })) await client.query(statement)
  return {
    prepare: async (batch) => async () => {
      const rows = rowsOf(batch)
      await client.query('BEGIN')
      for (const table of Object.keys(tables) as TableName[])
        await pipeline([rows[table].map(lineOf).join('')], client.query(from(copyInto(table))))
      await client.query('COMMIT')
    },
    close: () => client.end(),
  }
}

const copyInto = (table: TableName): string =>
  `COPY ${tables[table].name} (${tables[table].columns.map(([name]) => name).join(', ')}) FROM STDIN`

/** A row in the text format of COPY (https://www.postgresql.org/docs/18/sql-copy.html). */
const lineOf = (row: readonly Value[]): string => `${row.map(fieldOf).join('\t')}\n`

const fieldOf = (value: Value): string => {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  return special.test(value) ? value.replaceAll(everySpecial, (character) => escapes[character] ?? '') : value
}

const special = /[\\\t\n\r]/u
const everySpecial = /[\\\t\n\r]/gu
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
