import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** What a column may hold. */
export type Value = string | number | null | Uint8Array

/** One row of an answer, by column. */
export type Row = Readonly<Record<string, unknown>>

/** One connection to a database. Each verb takes a statement with `?` for every value, and throws when it fails. */
export type Connection = {
  /** Answers how many rows the statement has changed. */
  readonly run: (sql: string, ...values: readonly Value[]) => number
  /** The first row. */
  readonly get: (sql: string, ...values: readonly Value[]) => Row | undefined
  readonly all: (sql: string, ...values: readonly Value[]) => readonly Row[]
  /** The present value of a setting. */
  readonly pragma: (name: string) => unknown
  readonly inTransaction: () => boolean
  readonly close: () => void
}

/** Wraps an open database. Every statement is prepared once, when it is first used. */
export const connection = (database: DatabaseSync): Connection => {
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
    pragma: (name) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0],
    inTransaction: () => database.isTransaction,
    close: () => database.close(),
  }
}

/** Runs a query in a read transaction of its own, so that all its statements see one state. */
export const inSnapshot = <T>(reader: Connection, query: (reader: Connection) => T): T => {
  reader.run('BEGIN')
  try {
    return query(reader)
  } finally {
    if (reader.inTransaction()) reader.run('ROLLBACK')
  }
}

/** The bytes of a text, for the columns that compare bytes. */
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8')

/** The rows that exist among the ids, each once. The statement takes the pool and one id, and is prepared once for all. */
export const rowsAmong = (
  reader: Connection,
  sql: string,
  pool: string,
  ids: readonly string[],
): readonly Row[] =>
  [...new Set(ids)].map((id) => reader.get(sql, pool, id)).filter((row) => row !== undefined)
