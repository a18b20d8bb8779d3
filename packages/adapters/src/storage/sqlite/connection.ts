import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** What a column may hold. */
export type Value = string | number | null | Uint8Array

/** One row of an answer, by column. */
export type Row = Readonly<Record<string, unknown>>

/** One connection to a database. Each verb takes a statement with `?` for every value, and throws if it fails. */
export type Connection = {
  /** Answers how many rows the statement has changed. */
  readonly run: (sql: string, ...values: readonly Value[]) => number
  /** Runs the statement once for each list of values. Answers how many rows that has changed in all. */
  readonly runAll: (sql: string, lists: readonly (readonly Value[])[]) => number
  /** The first row. */
  readonly get: (sql: string, ...values: readonly Value[]) => Row | undefined
  readonly all: (sql: string, ...values: readonly Value[]) => readonly Row[]
  /** Whether the statement answers rows. */
  readonly isQuery: (sql: string) => boolean
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
    runAll: (sql, lists) => {
      const statement = prepared(sql)
      let changes = 0
      for (const values of lists) changes += Number(statement.run(...values).changes)
      return changes
    },
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
    isQuery: (sql) => prepared(sql).columns().length > 0,
    pragma: (name) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0],
    inTransaction: () => database.isTransaction,
    close: () => database.close(),
  }
}

/** Runs a step in a separate transaction, which always ends here: a step that writes commits. */
export const inTransaction = <T>(
  connection: Connection,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  step: () => T,
): T => {
  connection.run(begin)
  try {
    return step()
  } finally {
    rollBack(connection)
  }
}

/** Undoes what is not committed. */
export const rollBack = (connection: Connection): void => {
  if (connection.inTransaction()) connection.run('ROLLBACK')
}
