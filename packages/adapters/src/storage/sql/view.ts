import type { CompiledQuery, Kysely, RawBuilder } from 'kysely'
import type { RowOf, Schema, TableName } from './tables.ts'

/** Anything that Kysely writes down as one statement. */
export type Statement<Row> = { readonly compile: () => CompiledQuery<Row> }

/** A statement that is written by hand. */
export const written = <Row>(statement: RawBuilder<Row>, db: Kysely<Schema>): Statement<Row> => ({
  compile: () => statement.compile(db),
})

/** What a statement answers: the rows that it reads, or how many it has changed. */
export type Answer<Row> = { readonly rows: readonly Row[]; readonly changes: number }

/** Where the stores say their statements. Everything throws when the database fails. */
export type SqlView = {
  readonly run: <Row>(statement: Statement<Row>) => Promise<Answer<Row>>
  /** Adds rows, in as few statements as the engine needs. A row whose primary key is there already makes it throw. */
  readonly insertAll: <T extends TableName>(table: T, rows: readonly RowOf<T>[]) => Promise<void>
  /** Adds rows whose primary keys are new. Answers whether all were; where not, some of them may have been added. */
  readonly insertNew: <T extends TableName>(table: T, rows: readonly RowOf<T>[]) => Promise<boolean>
  /** Whether it is a transaction that writes: what is read here may be written upon, and is locked as it is read. */
  readonly isLocking: boolean
  /** Is told what nothing may show any more once the transaction was committed, where the engine can see to it. */
  readonly erase?: (texts: readonly string[]) => void
}

/** The only row that a statement reads, if it reads one. */
export const firstRow = async <Row>(view: SqlView, statement: Statement<Row>): Promise<Row | undefined> =>
  (await view.run(statement)).rows[0]

/** Whether a conditional write found what it was to change. */
export const hasChanged = async (view: SqlView, statement: Statement<unknown>): Promise<boolean> =>
  (await view.run(statement)).changes > 0
