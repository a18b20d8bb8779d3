import type { Instant, KeyNamespace, UniqueKey, UserId, UserPoolId } from '@keepsake/domain'
import { sql } from 'kysely'
import { bytesOf } from './bytes.ts'
import type { Findable } from './findable.ts'
import type { Dialect, KeyRow } from './dialect.ts'
import type { RowOf } from './tables.ts'
import type { SqlView, Statement } from './view.ts'

export type UserRow = Omit<RowOf<'keepsake_users'>, 'user_pool_id' | 'findable'>

/** The statements on the users of one pool. */
export type UserStatements = {
  readonly owners: (keys: readonly UniqueKey[]) => Statement<KeyRow>
  /** The ids among these that users have. */
  readonly present: (ids: readonly string[]) => Statement<{ readonly id: string }>
  readonly byKey: (key: UniqueKey) => Statement<UserRow & { readonly owner: string | null }>
  readonly byIds: (ids: readonly string[], view: SqlView) => Statement<UserRow>
  /** What the users are found by, locked until the transaction ends. */
  readonly findable: (
    ids: readonly string[],
    view: SqlView,
  ) => Statement<{ readonly id: string; readonly findable: string }>
  /** Only if the user still has this version. */
  readonly update: (from: number, to: RowOf<'keepsake_users'>) => Statement<unknown>
  /** All rows of these users in the tables of keys and terms. */
  readonly findableRemovals: (
    ids: readonly string[],
    findable: readonly Findable[],
  ) => readonly Statement<unknown>[]
  /** The same if what they are found by cannot be read: every key and term of the pool is searched. */
  readonly findableSearch: (ids: readonly string[]) => readonly Statement<unknown>[]
  /** All other rows of these users, their own last. */
  readonly removals: (ids: readonly string[]) => readonly Statement<unknown>[]
  readonly recordSignIn: (id: UserId, at: Instant, ip: string | undefined) => Statement<unknown>
}

export const userColumns: readonly (keyof UserRow)[] = [
  'id',
  'version',
  'status',
  'status_changed_at',
  'created_at',
  'updated_at',
  'logins_count',
  'last_login',
  'last_ip',
  'document',
]

/** The tables in which each row belongs to one user. */
const belongings = [
  'keepsake_credentials',
  'keepsake_authenticators',
  'keepsake_recovery_codes',
  'keepsake_second_factor_uses',
  'keepsake_known_networks',
  'keepsake_outbox',
] as const

export const userStatements = (
  pool: UserPoolId,
  { db, isAmong, isAmongBytes, locking, uniqueKeyRows }: Dialect,
): UserStatements => ({
  owners: (keys) =>
    uniqueKeyRows?.(pool, keys) ??
    byNamespace(keys)
      .map(([namespace, some]) =>
        db
          .selectFrom('keepsake_unique_keys')
          .select(['namespace', 'unique_key', 'user_id'])
          .where('user_pool_id', '=', pool)
          .where('namespace', '=', namespace)
          .where(isAmongBytes('unique_key', some)),
      )
      // With an OR instead, SQLite would read every key of the pool.
      .reduce((those, these) => those.unionAll(these)),
  /**
   * If no user holds the key, it reads another user's row and drops it. A commit empties the cache of SQLite's reader,
   * so that reading the pages of a row takes longer than everything else. Without this read, the time of a sign-in
   * would tell which users exist.
   */
  byKey: ({ namespace, key }) =>
    db
      .selectFrom(
        db
          .selectNoFrom((eb) =>
            eb
              .selectFrom('keepsake_unique_keys')
              .select('user_id')
              .where('user_pool_id', '=', pool)
              .where('namespace', '=', namespace)
              .where('unique_key', '=', bytesOf(key))
              .as('owner'),
          )
          .as('held'),
      )
      .innerJoin('keepsake_users', (join) =>
        join
          .on('user_pool_id', '=', pool)
          .on('id', '=', (eb) =>
            eb.fn.coalesce(
              'held.owner',
              eb.selectFrom('keepsake_users').select('id').where('user_pool_id', '=', pool).limit(sql.lit(1)),
            ),
          ),
      )
      .select([...userColumns, 'held.owner']),
  present: (ids) =>
    db.selectFrom('keepsake_users').select('id').where('user_pool_id', '=', pool).where(isAmong('id', ids)),
  byIds: (ids, { isLocking }) => {
    const found = db
      .selectFrom('keepsake_users')
      .select(userColumns)
      .where('user_pool_id', '=', pool)
      .where(isAmong('id', ids))
    return isLocking ? found.orderBy('id').modifyEnd(locking) : found
  },
  findable: (ids, { isLocking }) => {
    const found = db
      .selectFrom('keepsake_users')
      .select(['id', 'findable'])
      .where('user_pool_id', '=', pool)
      .where(isAmong('id', ids))
    return isLocking ? found.orderBy('id').modifyEnd(locking) : found
  },
  update: (from, { version, status, status_changed_at, updated_at, document, findable, id }) =>
    db
      .updateTable('keepsake_users')
      .set({ version, status, status_changed_at, updated_at, document, findable })
      .where('user_pool_id', '=', pool)
      .where('id', '=', id)
      .where('version', '=', from),
  // A term that one of the users has is removed for all of these users: they are all written anew, or removed.
  findableRemovals: (ids, findable) => [
    ...byNamespace(findable.flatMap(({ keys }) => keys)).map(([namespace, keys]) =>
      db
        .deleteFrom('keepsake_unique_keys')
        .where('user_pool_id', '=', pool)
        .where('namespace', '=', namespace)
        .where(isAmongBytes('unique_key', keys))
        .where(isAmong('user_id', ids)),
    ),
    ...byKind(findable).map(([kind, terms]) =>
      db
        .deleteFrom('keepsake_user_terms')
        .where('user_pool_id', '=', pool)
        .where('kind', '=', kind)
        .where(isAmongBytes('term', terms))
        .where(isAmong('user_id', ids)),
    ),
  ],
  findableSearch: (ids) =>
    (['keepsake_unique_keys', 'keepsake_user_terms'] as const).map((table) =>
      db.deleteFrom(table).where('user_pool_id', '=', pool).where(isAmong('user_id', ids)),
    ),
  removals: (ids) => [
    ...belongings.map((table) =>
      db.deleteFrom(table).where('user_pool_id', '=', pool).where(isAmong('user_id', ids)),
    ),
    db.deleteFrom('keepsake_users').where('user_pool_id', '=', pool).where(isAmong('id', ids)),
  ],
  recordSignIn: (id, at, ip) =>
    db
      .updateTable('keepsake_users')
      .set((eb) => ({ logins_count: eb('logins_count', '+', 1), last_login: at, last_ip: ip ?? null }))
      .where('user_pool_id', '=', pool)
      .where('id', '=', id),
})

const byNamespace = (
  keys: readonly UniqueKey[],
): readonly (readonly [KeyNamespace, readonly Uint8Array[]])[] =>
  [...Map.groupBy(keys, ({ namespace }) => namespace)].map(([namespace, some]) => [
    namespace,
    some.map(({ key }) => bytesOf(key)),
  ])

const byKind = (findable: readonly Findable[]): readonly (readonly [string, readonly Uint8Array[]])[] => {
  const terms = findable.flatMap((each) => Object.entries(each.terms))
  return [...Map.groupBy(terms, ([kind]) => kind)]
    .map(([kind, some]) => [kind, [...new Set(some.flatMap(([, texts]) => texts))].map(bytesOf)] as const)
    .filter(([, some]) => some.length > 0)
}
