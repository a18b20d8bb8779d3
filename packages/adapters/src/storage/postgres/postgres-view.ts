import { columnsOf, type ColumnKind, type RowOf, type TableName } from '../sql/tables.ts'
import type { Answer, SqlView } from '../sql/view.ts'
import { binaryArray, type Value } from './binary-array.ts'
import { columnTypes } from './column-types.ts'
import type { PgQuery, PgResult } from './pool.ts'
import { quotedName } from './quoted-name.ts'

/** Where a statement is said: a pool, or the one client of a transaction. */
export type Queryable = { readonly query: (query: PgQuery) => Promise<PgResult> }

type ViewOptions = { readonly isLocking: boolean; readonly schema: string | undefined }

/** A view over a pool or client. */
export const postgresView = (queryable: Queryable, { isLocking, schema }: ViewOptions): SqlView => {
  const insert = async <T extends TableName>(
    table: T,
    rows: readonly RowOf<T>[],
    onConflict: string,
  ): Promise<number> => {
    let added = 0
    for (let start = 0; start < rows.length; start += rowsAtATime)
      added += (
        await say(
          queryable,
          `${insertInto(table, schema)}${onConflict}`,
          columnArrays(table, rows.slice(start, start + rowsAtATime)),
        )
      ).changes
    return added
  }
  return {
    run: (statement) => {
      const { sql, parameters } = statement.compile()
      return say(queryable, sql, parameters)
    },
    insertAll: async (table, rows) => void (await insert(table, rows, '')),
    insertNew: async (table, rows) => (await insert(table, rows, ' ON CONFLICT DO NOTHING')) === rows.length,
    isLocking,
  }
}

/** Says a statement with `$1` for the first value. */
const say = async <Row>(
  queryable: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<Answer<Row>> => {
  const { rows, rowCount } = await queryable.query({ text, values, types: columnTypes })
  return { rows: rows as readonly Row[], changes: rowCount ?? 0 }
}

/** As many rows as go fastest in one statement, as measured in `bench/`: more of them do not make it faster. */
const rowsAtATime = 1000

const arrayTypes: Readonly<Record<ColumnKind, string>> = {
  id: 'text[]',
  key: 'bytea[]',
  text: 'text[]',
  number: 'bigint[]',
}

/** One array a column: a statement is the same for any number of rows, and the server reads them almost as fast as COPY. */
const insertInto = (table: TableName, schema: string | undefined): string => {
  const columns = columnsOf(table)
  const names = columns.map(([name]) => `"${name}"`).join(', ')
  const arrays = columns.map(([, kind], index) => `$${index + 1}::${arrayTypes[kind]}`).join(', ')
  return `INSERT INTO ${quotedName(table, schema)} (${names}) SELECT * FROM unnest(${arrays})`
}

const columnArrays = <T extends TableName>(table: T, rows: readonly RowOf<T>[]): readonly Buffer[] =>
  columnsOf(table).map(([name, kind]) =>
    binaryArray(
      kind,
      rows.map((row): Value => row[name as keyof RowOf<T> & string]),
    ),
  )
