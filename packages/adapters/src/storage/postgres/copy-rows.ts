import { columnsOf, type ColumnKind, type RowOf, type TableName } from '../sql/tables.ts'
import { mostBytes, writeElement } from './binary-array.ts'
import { quotedName } from './quoted-name.ts'

/** Rows of one table as a `COPY` takes them: the statement, and the bytes that follow it. */
export type Copy = { readonly statement: string; readonly bytes: Buffer }

/**
 * Rows in the binary format of `COPY` (https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS). Neither side
 * writes or reads quotes and escapes.
 */
export const copyRows = <T extends TableName>(
  table: T,
  rows: readonly RowOf<T>[],
  schema: string | undefined,
): Copy => {
  const columns = columnsOf(table)
  const names = columns.map(([name]) => `"${name}"`).join(', ')
  return {
    statement: `COPY ${quotedName(table, schema)} (${names}) FROM STDIN BINARY`,
    bytes: bytesOf(rows, columns),
  }
}

type Columns = ReturnType<typeof columnsOf>

/** The signature, no flags, no extension. */
const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])

/** In place of the number of fields of another row. */
const noMoreRows = -1

const shortBytes = 2

const bytesOf = <T extends TableName>(rows: readonly RowOf<T>[], columns: Columns): Buffer => {
  let most = header.length + shortBytes
  for (const row of rows) most += mostOf(row, columns)
  const bytes = Buffer.allocUnsafe(most)
  let end = header.copy(bytes)
  for (const row of rows) {
    end = bytes.writeInt16BE(columns.length, end)
    for (const [name] of columns) end = writeElement(bytes, row[name as keyof RowOf<T> & string], end)
  }
  return bytes.subarray(0, bytes.writeInt16BE(noMoreRows, end))
}

const mostOf = <T extends TableName>(
  row: RowOf<T>,
  columns: readonly (readonly [string, ColumnKind])[],
): number => {
  let most = shortBytes
  for (const [name] of columns) most += mostBytes(row[name as keyof RowOf<T> & string])
  return most
}
