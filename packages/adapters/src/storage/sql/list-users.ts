import type { UserFilter, UserListQuery, UserPoolId } from '@keepsake/domain'
import { sql, type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import type { Schema } from './tables.ts'
import { userColumns, type UserRow } from './user-statements.ts'
import { usersOfTerm } from './users-by-term.ts'
import type { Statement } from './view.ts'

/** Reads the users that a query asks for, in its order. */
export const listStatement = (
  { filter, order, after, skip = 0, limit }: UserListQuery,
  pool: UserPoolId,
  dialect: Dialect,
): Statement<UserRow> => {
  const [direction, follows] = order === 'oldest-first' ? (['asc', '>'] as const) : (['desc', '<'] as const)
  return dialect.db
    .selectFrom('keepsake_users')
    .select(userColumns)
    .where(matching(filter, pool, dialect))
    .$if(after !== undefined, (query) =>
      // Only the first condition says where in the index to begin.
      query
        .where('created_at', `${follows}=`, after?.createdAt ?? 0)
        .where((eb) =>
          eb.or([eb('created_at', follows, after?.createdAt ?? 0), eb('id', follows, after?.id ?? '')]),
        ),
    )
    .orderBy('created_at', direction)
    .orderBy('id', direction)
    .limit(sql.lit(Math.max(0, limit)))
    .offset(sql.lit(Math.max(0, skip)))
}

/** Counts the users that match a filter. */
export const countStatement = (
  filter: UserFilter,
  pool: UserPoolId,
  dialect: Dialect,
): Statement<{ readonly users: number }> =>
  dialect.db
    .selectFrom('keepsake_users')
    .select(({ fn }) => fn.countAll<number>().as('users'))
    .where(matching(filter, pool, dialect))

type Users = ExpressionBuilder<Schema, 'keepsake_users'>
type Condition = ExpressionWrapper<Schema, 'keepsake_users', SqlBool>

const matching =
  (filter: UserFilter, pool: UserPoolId, { db, isAmong }: Dialect) =>
  (eb: Users): Condition => {
    const ofTerm = (kind: string, from: Uint8Array, to?: Uint8Array): Condition =>
      eb('id', 'in', usersOfTerm(db, pool, kind, from, to))
    const { createdFrom, createdBefore, updatedFrom, updatedBefore } = filter
    const { statuses, departmentId, tenantId, termPrefix } = filter
    return eb.and([
      eb('user_pool_id', '=', pool),
      ...(statuses === undefined ? [] : [isAmong('status', statuses)]),
      ...(createdFrom === undefined ? [] : [eb('created_at', '>=', createdFrom)]),
      ...(createdBefore === undefined ? [] : [eb('created_at', '<', createdBefore)]),
      ...(updatedFrom === undefined ? [] : [eb('updated_at', '>=', updatedFrom)]),
      ...(updatedBefore === undefined ? [] : [eb('updated_at', '<', updatedBefore)]),
      ...(departmentId === undefined ? [] : [ofTerm('department', bytesOf(departmentId))]),
      ...(tenantId === undefined ? [] : [ofTerm('tenant', bytesOf(tenantId))]),
      ...(termPrefix === undefined
        ? []
        : [ofTerm('search', bytesOf(termPrefix), pastAll(bytesOf(termPrefix)))]),
    ])
  }

/**
 * The first bytes after all those that begin with these. No byte of UTF-8 is 0xff, so the last byte can always be
 * raised.
 */
const pastAll = (prefix: Uint8Array): Uint8Array => {
  const raised = Buffer.from(prefix)
  raised[raised.length - 1] = (raised.at(-1) ?? 0) + 1
  return raised
}
