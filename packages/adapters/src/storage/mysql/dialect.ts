import {
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  sql,
  type RawBuilder,
  type SqlBool,
} from 'kysely'
import { expiredAtATime, type Dialect } from '../sql/dialect.ts'
import type { Schema } from '../sql/tables.ts'
import { written } from '../sql/view.ts'

/** The kind of server. The two differ in the names of collations. */
export type Flavour = 'mysql' | 'mariadb'

/** Compares bytes, and also spaces at the end, which `utf8mb4_bin` would ignore. */
const binaryCollation: Readonly<Record<Flavour, string>> = {
  mysql: 'utf8mb4_0900_bin',
  mariadb: 'utf8mb4_nopad_bin',
}

/** The dialect of MySQL and MariaDB. */
export const mysqlDialect = (flavour: Flavour): Dialect => {
  const exact = sql`character set utf8mb4 collate ${sql.raw(binaryCollation[flavour])}`
  return {
    db,
    table: (name) => sql.id(name),
    locking: sql`for update`,
    lockingUnlocked: sql`for update skip locked`,
    lockingShared: sql`lock in share mode`,
    isAmong,
    isText: (column, text) => sql`${sql.ref(column)} = ${text}`,
    isAfter: (column, text) => sql`${sql.ref(column)} > ${text}`,
    isAmongBytes: isAmong,
    deleteExpired: ({ table, column, pool, before }) => {
      const expired = sql`delete from ${sql.id(table)} where user_pool_id = ${pool} and ${sql.ref(column)} < ${before}
        order by ${sql.ref(column)} limit ${sql.lit(expiredAtATime)}`
      return written(expired, db)
    },
    // The longest primary key contains two ids and a key: 2,560 bytes of the 3,072 that InnoDB allows.
    types: {
      id: sql`varchar(128) ${exact}`,
      key: sql`varbinary(1536)`,
      text: sql`longtext ${exact}`,
      number: sql`bigint`,
    },
    tableOptions: () => sql`engine=InnoDB row_format=DYNAMIC`,
    indexPlace: 'inside',
  }
}

const db = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new MysqlAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (any) => new MysqlIntrospector(any),
    createQueryCompiler: () => new MysqlQueryCompiler(),
  },
})

const isAmong = (column: string, values: readonly unknown[]): RawBuilder<SqlBool> =>
  values.length === 0 ? sql`false` : sql`${sql.ref(column)} in (${sql.join(padded(values))})`

/** Up to here the length of a list is a power of two, from here on a multiple of this. */
const longList = 4096

/**
 * A list that is made longer by repeating its last value. A server keeps each prepared statement separately, so there
 * should be a dozen lengths, not a thousand.
 */
const padded = (values: readonly unknown[]): readonly unknown[] => {
  const { length } = values
  const wanted =
    length > longList ? Math.ceil(length / longList) * longList : 2 ** Math.ceil(Math.log2(length))
  return [...values, ...Array<unknown>(wanted - length).fill(values.at(-1))]
}
