import type { Emitter } from '../ignore-error-events.ts'

/**
 * A statement as `mysql2` takes it, with `?` for every value. Its settings for types override the pool's own settings.
 */
export type MysqlQuery = {
  readonly sql: string
  readonly values: readonly unknown[]
  readonly rowsAsArray: false
  readonly namedPlaceholders: false
  readonly supportBigNumbers: false
  readonly bigNumberStrings: false
  readonly nestTables: false
  readonly typeCast: (field: { readonly type: string }, next: () => unknown) => unknown
}

/** The answer to a write: how many rows it changed, and what the server says about it. */
export type MysqlWritten = { readonly affectedRows: number; readonly info?: string }

/** The answer of `mysql2/promise`: rows of a SELECT, or how many rows were changed, and then the fields. */
export type MysqlResult = readonly [result: readonly unknown[] | MysqlWritten, unknown]

/** The part of a `PoolConnection` of `mysql2/promise` that we use. */
export type MysqlConnection = {
  readonly execute: (query: MysqlQuery) => Promise<MysqlResult>
  readonly query: (sql: string) => Promise<unknown>
  readonly release: () => void
  readonly destroy: () => void
  /** The underlying connection without promises, and its socket. */
  readonly connection: Emitter & { readonly stream?: { readonly destroy: () => unknown } }
}

/** The part of a `Pool` of `mysql2/promise` that we use. */
export type MysqlPool = { readonly getConnection: () => Promise<MysqlConnection> }
