import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import { expiredAtATime, type Dialect } from '../sql/dialect.ts'
import type { Schema } from '../sql/tables.ts'

/** How PostgreSQL wants it said, of the tables in a schema, or in the first one of the search path. */
export const postgresDialect = (schema: string | undefined): Dialect => {
  const db = schema === undefined ? plain : plain.withSchema(schema)
  const nameOf: Dialect['table'] = (name) => (schema === undefined ? sql.id(name) : sql.id(schema, name))
  return {
    db,
    table: nameOf,
    // Foreign keys may still be checked against a row that is locked so.
    locking: sql`for no key update`,
    lockingUnlocked: sql`for no key update skip locked`,
    isAmong: (column, texts) => sql`${sql.ref(column)} = any(${texts.filter(isStorable)}::text[])`,
    isAmongBytes: (column, keys) => sql`${sql.ref(column)} = any(${keys}::bytea[])`,
    deleteExpired: ({ table, key, column, pool, before }) => {
      const columns = sql.join(key.map((each) => sql.ref(each)))
      const expired = sql`delete from ${nameOf(table)} where user_pool_id = ${pool} and (${columns}) in (
        select ${columns} from ${nameOf(table)} where user_pool_id = ${pool} and ${sql.ref(column)} < ${before}
        order by ${sql.ref(column)} limit ${sql.lit(expiredAtATime)} for update skip locked)`
      return { compile: () => expired.compile(db) }
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

/** PostgreSQL's text holds no NUL, so that nothing has such an id; asking for one would be an error. */
const isStorable = (text: string): boolean => !text.includes('\u0000')
