import { columnsOf, type RowOf, type TableName } from '../sql/tables.ts'
import type { Answer, SqlView } from '../sql/view.ts'
import { isDuplicate } from './failures.ts'
import type { Limit } from './limits.ts'
import type { MysqlQuery, MysqlResult, MysqlWritten } from './pool.ts'

/** What runs a statement: a pool, or the one connection of a transaction. */
export type Executable = { readonly execute: (query: MysqlQuery) => Promise<MysqlResult> }

type ViewOptions = { readonly isLocking: boolean; readonly limit: Limit }

/** A view over a pool or connection. */
export const mysqlView = (executable: Executable, { isLocking, limit }: ViewOptions): SqlView => {
  const insert = async <T extends TableName>(table: T, rows: readonly RowOf<T>[]): Promise<void> => {
    for (const some of inPortions(rows))
      await say(executable, limit(insertInto(table, some.length)), valuesOf(table, some))
  }
  return {
    run: (statement) => {
      const { sql, parameters } = statement.compile()
      return say(executable, limit(sql), parameters)
    },
    insertAll: insert,
    // A duplicate undoes its own statement, and nothing else of the transaction.
    insertNew: (table, rows) =>
      insert(table, rows).then(
        () => true,
        (error: unknown) => {
          if (isDuplicate(error)) return false
          throw error
        },
      ),
    isLocking,
  }
}

/** Runs a statement with `?` for every value. The server prepares it: no value is ever part of its text. */
const say = async <Row>(
  executable: Executable,
  sql: string,
  values: readonly unknown[],
): Promise<Answer<Row>> => {
  const [result] = await executable.execute({ sql, values, ...asWeReadIt })
  return 'affectedRows' in result
    ? { rows: [], changes: rowsFound(result) }
    : { rows: result as readonly Row[], changes: 0 }
}

/**
 * How many rows a write has found. A pool without the flag `FOUND_ROWS` does not count an updated row that keeps its
 * values. Its server names first in `info` how many rows it found (`Rows matched: 1  Changed: 0`, in the server's
 * language).
 */
const rowsFound = ({ affectedRows, info = '' }: MysqlWritten): number =>
  Math.max(affectedRows, Number(/\d+/.exec(info)?.[0] ?? 0))

/** These settings apply whatever the pool's owner has configured in `mysql2`. */
const asWeReadIt = {
  rowsAsArray: false,
  namedPlaceholders: false,
  supportBigNumbers: false,
  bigNumberStrings: false,
  nestTables: false,
  // A pool that reads big numbers as texts does so whatever a statement's settings say, and its own cast is used if
  // there is none here.
  typeCast: (field, next) => {
    const value = next()
    return field.type === 'LONGLONG' && typeof value === 'string' ? Number(value) : value
  },
} as const satisfies Partial<MysqlQuery>

/**
 * How many rows one statement has: few different numbers, because the server keeps each prepared statement separately.
 */
const portions = [512, 64, 8, 1]

const inPortions = function* <T>(rows: readonly T[]): Generator<readonly T[]> {
  let start = 0
  for (const portion of portions)
    for (; rows.length - start >= portion; start += portion) yield rows.slice(start, start + portion)
}

const insertInto = (table: TableName, rows: number): string => {
  const names = columnsOf(table).map(([name]) => `\`${name}\``)
  const row = `(${names.map(() => '?').join(', ')})`
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES ${Array<string>(rows).fill(row).join(', ')}`
}

const valuesOf = <T extends TableName>(table: T, rows: readonly RowOf<T>[]): readonly unknown[] => {
  const columns = columnsOf(table).map(([name]) => name as keyof RowOf<T>)
  return rows.flatMap((row) => columns.map((column) => row[column]))
}
