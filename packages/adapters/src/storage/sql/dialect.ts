import type { UniqueKey } from '@keepsake/domain'
import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import type { ColumnKind, RowOf, Schema, TableName } from './tables.ts'
import type { Statement } from './view.ts'

/** Rows of one pool that are no longer needed once one of their columns is before a given time. */
export type Expiry = {
  readonly table: TableName
  /** The columns that are unique for a row inside its pool. */
  readonly key: readonly string[]
  readonly column: string
  readonly pool: string
  readonly before: number
}

/** The user that holds a key. */
export type KeyRow = Omit<RowOf<'keepsake_unique_keys'>, 'user_pool_id'>

/** A row of a ledger. */
export type LedgerSqlRow = Omit<RowOf<'keepsake_move_rows'>, 'user_pool_id'>

/** What one engine writes differently from another. The statements run nothing by themselves; a view runs them. */
export type Dialect = {
  /** Writes statements in the engine's dialect. It has no connection. */
  readonly db: Kysely<Schema>
  /** The name of a table in places where Kysely does not write it. */
  readonly table: (name: string) => RawBuilder<unknown>
  /** The end of a SELECT that locks its rows until the transaction ends; empty if writers take turns anyway. */
  readonly locking: RawBuilder<unknown>
  /** The same, but skips rows that another transaction has locked. */
  readonly lockingUnlocked: RawBuilder<unknown>
  /** The end of a SELECT whose rows nobody else changes until the transaction ends. Others may read them in the same way. */
  readonly lockingShared: RawBuilder<unknown>
  /**
   * Whether a column's text is one of these. They may be anything that a caller asks for: a text that the engine cannot
   * hold matches nothing, and is no error.
   */
  readonly isAmong: (column: string, texts: readonly string[]) => RawBuilder<SqlBool>
  /** Whether a column's text is this one. What holds for `isAmong` holds here as well. */
  readonly isText: (column: string, text: string) => RawBuilder<SqlBool>
  /** Whether a column's text comes after this one, byte by byte. The engine need not be able to hold this text. */
  readonly isAfter: (column: string, text: string) => RawBuilder<SqlBool>
  /** Whether a column's bytes are among these. */
  readonly isAmongBytes: (column: string, keys: readonly Uint8Array[]) => RawBuilder<SqlBool>
  /** The rows of unique keys, if the engine has to be told to look up each of them, however many there are. */
  readonly uniqueKeyRows?: (pool: string, keys: readonly UniqueKey[]) => Statement<KeyRow>
  /** The same for rows of a source's ledger. If `isLocking`, in the order of the digests, and locked as by `locking`. */
  readonly ledgerRows?: (
    pool: string,
    source: string,
    keyDigests: readonly string[],
    isLocking: boolean,
  ) => Statement<LedgerSqlRow>
  /**
   * Removes rows that have expired. It removes a limited number, so that no single call pays for everything that has
   * expired in a quiet night, and more than one, so that a backlog shrinks.
   */
  readonly deleteExpired: (expiry: Expiry) => Statement<unknown>
  /** The SQL type of each kind of column. */
  readonly types: Readonly<Record<ColumnKind, RawBuilder<unknown>>>
  /** The end of a CREATE TABLE. */
  readonly tableOptions: (of: { readonly isWide: boolean }) => RawBuilder<unknown>
  /** Whether an index is declared inside its table's declaration, or by a separate statement. */
  readonly indexPlace: 'inside' | 'outside'
}

/** The columns of a row of a ledger. */
export const ledgerColumns: readonly (keyof LedgerSqlRow)[] = [
  'source',
  'key_digest',
  'revision',
  'source_key',
  'user_id',
  'outcome',
  'move_id',
  'fingerprint',
  'field_digests',
  'version_after',
  'password_set_at',
  'before_images',
]

/** How many expired rows one call removes at most. */
export const expiredAtATime: number = 100
