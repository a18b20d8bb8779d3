import { sql } from 'kysely'
import type { PasswordHash, UserId, UserPoolId } from '@keepsake/domain'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import { usersOfTerm } from './users-by-term.ts'
import type { SqlView, Statement } from './view.ts'

export type CredentialRow = Omit<RowOf<'keepsake_credentials'>, 'user_pool_id'>
export type HashRow = Pick<CredentialRow, 'hash_format' | 'hash_cost' | 'hash_encoded'>

/** The statements on the credentials of one pool. */
export type CredentialStatements = {
  readonly byUsers: (ids: readonly UserId[], view: SqlView) => Statement<CredentialRow>
  readonly replace: (from: PasswordHash, to: CredentialRow) => Statement<unknown>
  readonly upgrade: (id: UserId, from: PasswordHash, to: HashRow) => Statement<unknown>
  readonly requireChange: (id: UserId) => Statement<unknown>
  readonly survey: (tenantId: string | undefined) => Statement<HashRow & { readonly users: number }>
  /** A hash of this format and cost that is not empty. */
  readonly example: (of: HashRow) => Statement<HashRow>
}

const hashColumns = ['hash_format', 'hash_cost', 'hash_encoded'] as const

export const credentialStatements = (
  pool: UserPoolId,
  { db, isAmong, locking }: Dialect,
): CredentialStatements => ({
  byUsers: (ids, { isLocking }) => {
    const found = db
      .selectFrom('keepsake_credentials')
      .select(['user_id', ...hashColumns, 'set_at', 'must_change', 'former', 'origin'])
      .where('user_pool_id', '=', pool)
      .where(isAmong('user_id', ids))
    return isLocking ? found.orderBy('user_id').modifyEnd(locking) : found
  },
  replace: (from, { user_id, set_at, must_change, former, origin, ...hash }) =>
    db
      .updateTable('keepsake_credentials')
      .set({ ...pick(hash), set_at, must_change, former, origin })
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', user_id)
      .where('hash_format', '=', from.format)
      .where('hash_encoded', '=', from.encoded),
  upgrade: (id, from, to) =>
    db
      .updateTable('keepsake_credentials')
      .set(pick(to))
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', id)
      .where('hash_format', '=', from.format)
      .where('hash_encoded', '=', from.encoded),
  requireChange: (id) =>
    db
      .updateTable('keepsake_credentials')
      .set({ must_change: 1 })
      .where('user_pool_id', '=', pool)
      .where(isAmong('user_id', [id])),
  // The count reads only indexes, which contain the user's id; afterwards one row of each group is looked up.
  survey: (tenantId) =>
    db
      .selectFrom(
        db
          .selectFrom('keepsake_credentials')
          .select(({ fn }) => [fn.countAll<number>().as('users'), fn.min('user_id').as('example_id')])
          .where('user_pool_id', '=', pool)
          .$if(tenantId !== undefined, (query) =>
            query.where('user_id', 'in', usersOfTerm(db, pool, 'tenant', bytesOf(tenantId ?? ''))),
          )
          .groupBy(['hash_format', 'hash_cost'])
          .as('counted'),
      )
      .innerJoin('keepsake_credentials', (join) =>
        join.on('user_pool_id', '=', pool).onRef('user_id', '=', 'counted.example_id'),
      )
      .select([...hashColumns, 'counted.users']),
  example: ({ hash_format, hash_cost }) =>
    db
      .selectFrom('keepsake_credentials')
      .select(hashColumns)
      .where('user_pool_id', '=', pool)
      .where('hash_format', '=', hash_format)
      .where('hash_cost', '=', hash_cost)
      .where('hash_encoded', '<>', '')
      .orderBy('user_id')
      .limit(sql.lit(1)),
})

const pick = ({ hash_format, hash_cost, hash_encoded }: HashRow): HashRow => ({
  hash_format,
  hash_cost,
  hash_encoded,
})
