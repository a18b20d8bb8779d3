import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from } from 'pg-copy-streams'
import type { Contender } from '../contender.ts'
import type { RawBatch, TableRows, Value } from './rows.ts'

/**
 * The least that PostgreSQL has to do: one COPY a table of bytes that are ready to be sent, over one connection, in one
 * transaction a batch, into the adapter's schema.
 */
export const openRawPostgres = async (url: string): Promise<Contender<RawBatch>> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  return {
    prepare: async (batch) => {
      const copies = batch.map((each) => ({ statement: copyInto(each), bytes: copyBytes(each) }))
      return async () => {
        await client.query('BEGIN')
        for (const { statement, bytes } of copies) await pipeline([bytes], client.query(from(statement)))
        await client.query('COMMIT')
      }
    },
    close: () => client.end(),
  }
}

const copyInto = ({ table, columns }: TableRows): string =>
  `COPY ${table} (${columns.map(([name]) => name).join(', ')}) FROM STDIN BINARY`

/** The binary format of COPY (https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS). */
const copyBytes = ({ rows, columns }: TableRows): Buffer =>
  Buffer.concat([header, ...rows.flatMap((row) => [int16(columns.length), ...row.flatMap(field)]), trailer])

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

const bigint = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), int32(0), int32(0)])
const trailer = int16(-1)

const field = (value: Value): readonly Buffer[] => {
  if (value === null) return [int32(-1)]
  const bytes = typeof value === 'number' ? bigint(value) : Buffer.from(value as string)
  return [int32(bytes.length), bytes]
}
