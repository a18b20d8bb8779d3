import { sql, type RawBuilder } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { ColumnKind } from '../tables.ts'
import { written, type Statement } from '../view.ts'

/**
 * A table as a migration makes it. It depends on nothing else, so that what a release has made stays written down as it
 * was.
 */
export type NewTable = {
  readonly name: string
  readonly columns: Readonly<Record<string, ColumnKind | `${ColumnKind}?`>>
  readonly primaryKey: readonly string[]
  /** The column that names a user of the pool; the user must exist. */
  readonly userColumn?: string
  /** Whether its rows are long: such a table is better stored apart from its key. */
  readonly isWide?: boolean
  /** The columns of each index after `user_pool_id`, which comes first. */
  readonly indexes?: Readonly<Record<string, readonly string[]>>
  /** The same for indexes in which no two rows of a pool are equal. */
  readonly uniqueIndexes?: Readonly<Record<string, readonly string[]>>
}

/** Makes a table with its indexes, unless it exists already. */
export const makeTable = (
  { name, columns, primaryKey, userColumn, isWide = false, indexes = {}, uniqueIndexes = {} }: NewTable,
  { db, indexPlace, table, tableOptions, types }: Dialect,
): readonly Statement<unknown>[] => {
  const declarations = Object.entries(columns).map(([column, declared]) => {
    const [kind, isOptional] = [declared.replace('?', '') as ColumnKind, declared.endsWith('?')]
    return sql`${sql.ref(column)} ${types[kind]} ${isOptional ? sql`null` : sql`not null`}`
  })
  const indexed = [
    ...Object.entries(indexes).map((each) => [sql`index`, ...each] as const),
    ...Object.entries(uniqueIndexes).map((each) => [sql`unique index`, ...each] as const),
  ].map(([kind, index, of]) => ({ kind, name: sql.ref(index), columns: names(['user_pool_id', ...of]) }))
  const inside = [
    ...declarations,
    sql`primary key (${names(primaryKey)})`,
    ...(userColumn === undefined
      ? []
      : [
          sql`foreign key (${names(['user_pool_id', userColumn])}) references ${table('keepsake_users')} (${names(['user_pool_id', 'id'])})`,
        ]),
    ...(indexPlace === 'inside'
      ? indexed.map((index) => sql`${index.kind} ${index.name} (${index.columns})`)
      : []),
  ]
  return [
    written(
      sql`create table if not exists ${table(name)} (${sql.join(inside)}) ${tableOptions({ isWide })}`,
      db,
    ),
    ...(indexPlace === 'outside'
      ? indexed.map((index) =>
          written(
            sql`create ${index.kind} if not exists ${index.name} on ${table(name)} (${index.columns})`,
            db,
          ),
        )
      : []),
  ]
}

const names = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(columns.map((each) => sql.ref(each)))
