import type { Instant, UniqueKey, UserId, UserPoolId } from '@keepsake/domain'
import { sql } from 'kysely'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import type { SqlView, Statement } from './view.ts'

export type UserRow = Omit<RowOf<'keepsake_users'>, 'user_pool_id'>
export type KeyRow = Omit<RowOf<'keepsake_unique_keys'>, 'user_pool_id'>

/** What is said about the users of one pool. */
export type UserStatements = {
  readonly holders: (keys: readonly UniqueKey[]) => Statement<KeyRow>
  readonly byKey: (key: UniqueKey) => Statement<UserRow & { readonly holder: string | null }>
  readonly byIds: (ids: readonly string[], view: SqlView) => Statement<UserRow>
  readonly recordSignIn: (id: UserId, at: Instant, ip: string | undefined) => Statement<unknown>
}

const columns = [
  'id',
  'status',
  'status_changed_at',
  'created_at',
  'updated_at',
  'logins_count',
  'last_login',
  'last_ip',
  'document',
] as const

export const userStatements = (
  pool: UserPoolId,
  { db, isAmong, isAmongBytes, locking }: Dialect,
): UserStatements => ({
  holders: (keys) =>
    db
      .selectFrom('keepsake_unique_keys')
      .select(['namespace', 'unique_key', 'user_id'])
      .where('user_pool_id', '=', pool)
      .where((eb) =>
        eb.or(
          [...Map.groupBy(keys, ({ namespace }) => namespace)].map(([namespace, some]) =>
            eb.and([
              eb('namespace', '=', namespace),
              isAmongBytes(
                'unique_key',
                some.map(({ key }) => bytesOf(key)),
              ),
            ]),
          ),
        ),
      ),
  /**
   * Where nobody holds the key, the row of somebody else, which is dropped. A commit empties the cache of SQLite's
   * reader, so that the pages of a row take longer than all else to read: without them, the time of a sign-in told who
   * is a user.
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
              .as('holder'),
          )
          .as('held'),
      )
      .innerJoin('keepsake_users', (join) =>
        join
          .on('user_pool_id', '=', pool)
          .on('id', '=', (eb) =>
            eb.fn.coalesce(
              'held.holder',
              eb.selectFrom('keepsake_users').select('id').where('user_pool_id', '=', pool).limit(sql.lit(1)),
            ),
          ),
      )
      .select([...columns, 'held.holder']),
  byIds: (ids, { isLocking }) => {
    const found = db
      .selectFrom('keepsake_users')
      .select(columns)
      .where('user_pool_id', '=', pool)
      .where(isAmong('id', ids))
    return isLocking ? found.orderBy('id').modifyEnd(locking) : found
  },
  recordSignIn: (id, at, ip) =>
    db
      .updateTable('keepsake_users')
      .set((eb) => ({ logins_count: eb('logins_count', '+', 1), last_login: at, last_ip: ip ?? null }))
      .where('user_pool_id', '=', pool)
      .where('id', '=', id),
})
