import type { CreateUsers } from '@keepsake/app'
import { createConnection } from 'mysql2/promise'
import type { Contender } from '../contender.ts'
import { rowsOf } from './rows.ts'
import { createTables, tables, type TableName } from './tables.ts'

const rowsAtATime = 1000

/** The hand-written importer on MariaDB: an INSERT of up to 1,000 rows a table, over one connection, in one transaction a batch. */
export const openHandWrittenMysql = async (url: string): Promise<Contender<CreateUsers>> => {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' })
  const types = {
    key: 'varchar(190) COLLATE utf8mb4_bin',
    text: 'text COLLATE utf8mb4_bin',
    number: 'bigint',
  }
  for (const statement of createTables(types, () => ' ENGINE=InnoDB')) await connection.query(statement)
  return {
    prepare: async (batch) => async () => {
      const rows = rowsOf(batch)
      await connection.beginTransaction()
      for (const table of Object.keys(tables) as TableName[])
        for (let first = 0; first < rows[table].length; first += rowsAtATime)
          await connection.query(insertInto(table), [rows[table].slice(first, first + rowsAtATime)])
      await connection.commit()
    },
    close: () => connection.end(),
  }
}

const insertInto = (table: TableName): string =>
  `INSERT INTO ${tables[table].name} (${tables[table].columns.map(([column]) => column).join(', ')}) VALUES ?`
