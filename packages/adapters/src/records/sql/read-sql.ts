import {
  isConfigurationError,
  issue,
  type PlacedRecord,
  type RecordPosition,
  type UnreadableRecord,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { toCell } from './cells.ts'
import { mysqlRows } from './mysql.ts'
import { postgresRows } from './postgres.ts'
import type { SqlRow, SqlRows } from './sql-rows.ts'
import { sqliteRows } from './sqlite.ts'

/** Reads the rows of a query as records. To begin at a position, the query must have an order. */
export type SqlReader = {
  readonly read: (from?: RecordPosition) => AsyncIterable<Result<PlacedRecord, UnreadableRecord>>
}

/**
 * Opens a query on a database: `postgres://...`, `mysql://...`, `mariadb://...` or `sqlite:<file>`. Nothing if the URL is of
 * no such database. A database that does not answer, and a query that it refuses, are the last result.
 */
export const openSqlReader = (url: string, query: string): SqlReader | undefined => {
  const rows = rowsOf(url)
  return rows && { read: (from) => readRows(rows, query, from?.row ?? 0) }
}

const rowsOf = (url: string): SqlRows | undefined => {
  if (/^sqlite:./su.test(url)) return sqliteRows(url.slice('sqlite:'.length))
  if (/^postgres(?:ql)?:/iu.test(url)) return postgresRows(url)
  return /^(?:mysql|mariadb):/iu.test(url) ? mysqlRows(url) : undefined
}

/** The line is the number of the row in the result, from 1. */
const positionOf = (row: number): RecordPosition => ({ line: row + 1, column: 1, byte: 0, row })

async function* readRows(
  rows: SqlRows,
  query: string,
  from: number,
): AsyncGenerator<Result<PlacedRecord, UnreadableRecord>> {
  let row = from
  try {
    for await (const each of rows(query, from)) {
      yield ok({ position: positionOf(row), record: toRecord(each) })
      row += 1
    }
  } catch (cause) {
    if (isConfigurationError(cause)) throw cause
    const issues = [issue('file.unreadable', [], { reason: reasonOf(cause) })]
    yield err({ position: positionOf(row), issues, canGoOn: false })
  }
}

const toRecord = (row: SqlRow): unknown =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      const cell = toCell(value)
      return cell === undefined ? [] : [[name, cell]]
    }),
  )

/** What a database says of a query quotes the query, and not its rows. */
const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.message || codeOf(cause)).split('\n')[0]!.slice(0, 200) : 'unknown'

const codeOf = (cause: Error): string => (cause as NodeJS.ErrnoException).code ?? 'unknown'
