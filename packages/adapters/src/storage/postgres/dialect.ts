import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import { bytesOf } from '../sql/bytes.ts'
import {
  expiredAtATime,
  ledgerColumns,
  type Dialect,
  type KeyRow,
  type LedgerSqlRow,
} from '../sql/dialect.ts'
import type { Schema } from '../sql/tables.ts'
import { written } from '../sql/view.ts'
import { binaryArray } from './binary-array.ts'

/** The dialect of PostgreSQL, for tables in a schema, or in the first schema of the search path. */
export const postgresDialect = (schema: string | undefined): Dialect => {
  const db = schema === undefined ? plain : plain.withSchema(schema)
  const nameOf: Dialect['table'] = (name) => (schema === undefined ? sql.id(name) : sql.id(schema, name))
  return {
    db,
    table: nameOf,
    // Foreign keys can still be checked against a row that has this lock.
    locking: sql`for no key update`,
    lockingUnlocked: sql`for no key update skip locked`,
    lockingShared: sql`for share`,
    isAmong: (column, texts) =>
      sql`${sql.ref(column)} = any(${binaryArray('text', texts.filter(isStorable))}::text[])`,
    isText: (column, text) => (isStorable(text) ? sql`${sql.ref(column)} = ${text}` : sql`false`),
    // Among texts without a NUL, those after `a<NUL>b` are those after `a`.
    isAfter: (column, text) => sql`${sql.ref(column)} > ${text.split('\u0000', 1)[0]}`,
    isAmongBytes: (column, keys) => sql`${sql.ref(column)} = any(${binaryArray('key', keys)}::bytea[])`,
    uniqueKeyRows: (pool, keys) => {
      const [namespaces, bytes] = [keys.map((each) => each.namespace), keys.map(({ key }) => bytesOf(key))]
      // If the statistics of a pool are old, the planner would read all keys; a LIMIT prevents that.
      const found = sql<KeyRow>`select held.namespace, held.unique_key, held.user_id
        from unnest(${binaryArray('text', namespaces)}::text[], ${binaryArray('key', bytes)}::bytea[])
          as wanted (namespace, unique_key)
        cross join lateral (
          select namespace, unique_key, user_id from ${nameOf('keepsake_unique_keys')} as kept
          where kept.user_pool_id = ${pool} and kept.namespace = wanted.namespace
            and kept.unique_key = wanted.unique_key
          limit 1) as held`
      return written(found, db)
    },
    ledgerRows: (pool, source, keyDigests, isLocking) => {
      const given = keyDigests.filter(isStorable)
      const found = sql<LedgerSqlRow>`select held.* from unnest(${binaryArray('text', given)}::text[])
          as wanted (key_digest)
        cross join lateral (
          select ${sql.join(ledgerColumns.map((each) => sql.ref(each)))} from ${nameOf('keepsake_move_rows')} as kept
          where kept.user_pool_id = ${pool} and ${isStorable(source) ? sql`kept.source = ${source}` : sql`false`}
            and kept.key_digest = wanted.key_digest
          limit 1 ${isLocking ? sql`for no key update` : sql``}) as held`
      return written(found, db)
    },
    deleteExpired: ({ table, key, column, pool, before }) => {
      const columns = sql.join(key.map((each) => sql.ref(each)))
      const expired = sql`delete from ${nameOf(table)} where user_pool_id = ${pool} and (${columns}) in (
        select ${columns} from ${nameOf(table)} where user_pool_id = ${pool} and ${sql.ref(column)} < ${before}
        order by ${sql.ref(column)} limit ${sql.lit(expiredAtATime)} for update skip locked)`
      return written(expired, db)
    },
    // "C" compares bytes, whatever the database's own collation is.
    types: { id: sql`text collate "C"`, key: sql`bytea`, text: sql`text collate "C"`, number: sql`bigint` },
    tableOptions: () => sql``,
    indexPlace: 'outside',
  }
}

const plain = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (any) => new PostgresIntrospector(any),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** PostgreSQL's text holds no NUL, so no record has such an id; a query for one would be an error. */
const isStorable = (text: string): boolean => !text.includes('\u0000')
