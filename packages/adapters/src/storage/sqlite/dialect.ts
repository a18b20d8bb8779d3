import { Kysely, DummyDriver, sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { expiredAtATime, type Dialect } from '../sql/dialect.ts'
import type { Schema } from '../sql/tables.ts'
import { written } from '../sql/view.ts'

const db = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (any) => new SqliteIntrospector(any),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** The dialect of SQLite. A list is one parameter, so that a statement is prepared once for lists of any length. */
export const sqliteDialect: Dialect = {
  db,
  table: (name) => sql.id(name),
  // A writer has the whole database for itself.
  locking: sql``,
  lockingUnlocked: sql``,
  lockingShared: sql``,
  isAmong: (column, texts) =>
    sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(texts)}))`,
  isText: (column, text) => sql`${sql.ref(column)} = ${text}`,
  isAfter: (column, text) => sql`${sql.ref(column)} > ${text}`,
  isAmongBytes: (column, keys) =>
    sql`${sql.ref(column)} in (select unhex(value) from json_each(${JSON.stringify(keys.map(hexOf))}))`,
  deleteExpired: ({ table, key, column, pool, before }) => {
    const columns = sql.join(key.map((each) => sql.ref(each)))
    const expired = sql`delete from ${sql.id(table)} where user_pool_id = ${pool} and (${columns}) in (
      select ${columns} from ${sql.id(table)} where user_pool_id = ${pool} and ${sql.ref(column)} < ${before}
      order by ${sql.ref(column)} limit ${sql.lit(expiredAtATime)})`
    return written(expired, db)
  },
  types: { id: sql`text`, key: sql`blob`, text: sql`text`, number: sql`integer` },
  tableOptions: ({ isWide }) => (isWide ? sql`strict` : sql`strict, without rowid`),
  indexPlace: 'outside',
}

const hexOf = (key: Uint8Array): string => Buffer.from(key).toString('hex')
