import { createConnection, format } from 'mysql2/promise'
import type { Contender } from '../contender.ts'
import type { RawBatch, TableRows, Value } from './rows.ts'

/**
 * The least that MariaDB has to do: one INSERT of many rows a table, its text ready to be sent, over one connection, in one
 * transaction a batch, into the adapter's schema.
 */
export const openRawMysql = async (url: string): Promise<Contender<RawBatch>> => {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' })
  return {
    prepare: async (batch) => {
      const statements = batch.flatMap(insertions)
      return async () => {
        await connection.beginTransaction()
        for (const statement of statements) await connection.query(statement)
        await connection.commit()
      }
    },
    close: () => connection.end(),
  }
}

const rowsAtATime = 1000

const insertions = ({ table, columns, rows }: TableRows): readonly string[] =>
  Array.from({ length: Math.ceil(rows.length / rowsAtATime) }, (_, index) =>
    format(`INSERT INTO ${table} (${columns.map(([name]) => name).join(', ')}) VALUES ?`, [
      rows.slice(index * rowsAtATime, (index + 1) * rowsAtATime).map((row) => row.map(bytesAsBuffer)),
    ]),
  )

/** What has crossed from another process is no `Buffer` any more, and only that is written as bytes. */
const bytesAsBuffer = (value: Value): string | number | null | Buffer =>
  value instanceof Uint8Array ? Buffer.from(value) : value
