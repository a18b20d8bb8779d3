import type { UniqueKey } from '@keepsake/domain'
import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import type { ColumnKind, RowOf, Schema, TableName } from './tables.ts'
import type { Statement } from './view.ts'

/** Rows of one pool that are good for nothing once a column of theirs lies before a moment. */
export type Expiry = {
  readonly table: TableName
  /** What is unique about a row inside its pool. */
  readonly key: readonly string[]
  readonly column: string
  readonly pool: string
  readonly before: number
}

/** Who holds a key. */
export type KeyRow = Omit<RowOf<'keepsake_unique_keys'>, 'user_pool_id'>

/** What one engine writes otherwise than the next. The statements say nothing; a view runs them. */
export type Dialect = {
  /** Writes statements in the engine's tongue. It has no connection. */
  readonly db: Kysely<Schema>
  /** The name of a table where Kysely does not write it. */
  readonly table: (name: string) => RawBuilder<unknown>
  /** The end of a SELECT that locks its rows until the transaction ends; empty where writers take turns anyway. */
  readonly locking: RawBuilder<unknown>
  /** The same, past rows that another transaction has locked. */
  readonly lockingUnlocked: RawBuilder<unknown>
  /**
   * Whether a column's text is one of these. For whatever a caller may have asked for: a text that the engine cannot hold
   * is none, and no fault.
   */
  readonly isAmong: (column: string, texts: readonly string[]) => RawBuilder<SqlBool>
  /** Whether a column's text comes after this one, byte by byte; which may be one that the engine cannot hold. */
  readonly isAfter: (column: string, text: string) => RawBuilder<SqlBool>
  /** Whether a column's bytes are some of these. */
  readonly isAmongBytes: (column: string, keys: readonly Uint8Array[]) => RawBuilder<SqlBool>
  /** The rows of unique keys, where the engine has to be told to look each of them up, however many there are. */
  readonly uniqueKeyRows?: (pool: string, keys: readonly UniqueKey[]) => Statement<KeyRow>
  /**
   * Removes rows that have expired: some at a time, so that no call pays for a quiet night; more than one, so that a
   * backlog shrinks.
   */
  readonly deleteExpired: (expiry: Expiry) => Statement<unknown>
  /** What a column of a kind is declared as. */
  readonly types: Readonly<Record<ColumnKind, RawBuilder<unknown>>>
  /** The end of a CREATE TABLE. */
  readonly tableOptions: (of: { readonly isWide: boolean }) => RawBuilder<unknown>
  /** Whether an index is declared inside of its table's declaration, or by a statement of its own. */
  readonly indexPlace: 'inside' | 'outside'
}

/** How many expired rows a call removes at most. */
export const expiredAtATime: number = 100
