import type { CompiledQuery, Kysely, RawBuilder } from 'kysely'
import type { RowOf, Schema, TableName } from './tables.ts'

/** Anything that Kysely can write as one statement. */
export type Statement<Row> = { readonly compile: () => CompiledQuery<Row> }

/** A statement that is written by hand. */
export const written = <Row>(statement: RawBuilder<Row>, db: Kysely<Schema>): Statement<Row> => ({
  compile: () => statement.compile(db),
})

/** The answer to a statement: the rows that it reads, or how many it has changed. */
export type Answer<Row> = { readonly rows: readonly Row[]; readonly changes: number }

/** What the stores run their statements on. Everything throws if the database fails. */
export type SqlView = {
  readonly run: <Row>(statement: Statement<Row>) => Promise<Answer<Row>>
  /** Adds rows, in as few statements as the engine needs. Throws if the primary key of a row exists already. */
  readonly insertAll: <T extends TableName>(table: T, rows: readonly RowOf<T>[]) => Promise<void>
  /** Adds rows whose primary keys are new. Answers whether all were new; if not, some of them may have been added. */
  readonly insertNew: <T extends TableName>(table: T, rows: readonly RowOf<T>[]) => Promise<boolean>
  /**
   * Whether it is a transaction that writes. A write may depend on what is read here, so rows are locked when they are
   * read.
   */
  readonly isLocking: boolean
  /** Gets the texts that must not be left anywhere once the transaction was committed, if the engine can erase them. */
  readonly erase?: (texts: readonly string[]) => void
}

/** The only row that a statement reads, if it reads one. */
export const firstRow = async <Row>(view: SqlView, statement: Statement<Row>): Promise<Row | undefined> =>
  (await view.run(statement)).rows[0]

/** Whether a conditional write found what it was to change. */
export const hasChanged = async (view: SqlView, statement: Statement<unknown>): Promise<boolean> =>
  (await view.run(statement)).changes > 0
