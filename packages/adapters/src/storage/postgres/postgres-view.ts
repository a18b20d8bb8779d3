import type { RowOf, TableName } from '../sql/tables.ts'
import type { Answer, SqlView } from '../sql/view.ts'
import { columnTypes } from './column-types.ts'
import { insertRows } from './insert-rows.ts'
import type { PgQuery, PgResult } from './pool.ts'

/** What runs a statement: a pool, or the one client of a transaction. */
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
    for (let start = 0; start < rows.length; start += rowsAtATime) {
      const { text, values } = insertRows(table, rows.slice(start, start + rowsAtATime), schema)
      added += (await say(queryable, `${text}${onConflict}`, values)).changes
    }
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

/** Runs a statement with `$1` for the first value. */
const say = async <Row>(
  queryable: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<Answer<Row>> => {
  const { rows, rowCount } = await queryable.query({ text, values, types: columnTypes })
  return { rows: rows as readonly Row[], changes: rowCount ?? 0 }
}

/** The number of rows that is fastest in one statement, as measured in `bench/`: more of them do not make it faster. */
const rowsAtATime = 1000
