import type { User, UserEntry, UserFilter, UserListQuery, UserOrder, UserPlace } from '@keepsake/domain'
import type { PoolDocument } from '../pool-document.ts'

/** The users that a query asks for, in its order. */
export const listed = (
  pool: PoolDocument,
  { filter, order, after, skip = 0, limit }: UserListQuery,
): readonly User[] =>
  letThrough(pool, filter)
    .filter((user) => after === undefined || compare(order, user, after) > 0)
    .toSorted((one, other) => compare(order, one, other))
    .slice(skip, skip + Math.max(0, limit))

/** The users that a filter lets through, in no particular order. */
export const letThrough = ({ users }: PoolDocument, filter: UserFilter): readonly User[] =>
  [...users.values()].filter((entry) => passes(entry, filter)).map(({ user }) => user)

/** By creation, and where that is one, by id: of two users, one is always before the other. */
const compare = (order: UserOrder, one: UserPlace, other: UserPlace): number => {
  const age = one.createdAt - other.createdAt || Number(one.id > other.id) - Number(one.id < other.id)
  return order === 'oldest-first' ? age : -age
}

const passes = ({ user, searchTerms }: UserEntry, filter: UserFilter): boolean => {
  const { statuses, departmentId, tenantId, termPrefix } = filter
  const { createdFrom = -Infinity, createdBefore = Infinity } = filter
  const { updatedFrom = -Infinity, updatedBefore = Infinity } = filter
  return (
    (statuses === undefined || statuses.includes(user.status)) &&
    (departmentId === undefined || user.departmentIds.includes(departmentId)) &&
    (tenantId === undefined || user.tenantIds.includes(tenantId)) &&
    (termPrefix === undefined || searchTerms.some((term) => term.startsWith(termPrefix))) &&
    user.createdAt >= createdFrom &&
    user.createdAt < createdBefore &&
    user.updatedAt >= updatedFrom &&
    user.updatedAt < updatedBefore
  )
}
