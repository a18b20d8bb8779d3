import type { User, UserFilter, UserListQuery, UserOrder, UserPlace } from '@keepsake/domain'
import type { Tables } from './tables.ts'

/** The users that a query asks for. */
export const listUsers = (
  tables: Tables,
  { filter, order, after, skip = 0, limit }: UserListQuery,
): readonly User[] =>
  usersThrough(tables, filter)
    .filter((user) => after === undefined || compare(order, user, after) > 0)
    .toSorted((one, other) => compare(order, one, other))
    .slice(skip, skip + Math.max(0, limit))

/** The users that match a filter, in no particular order. */
export const usersThrough = ({ users, findable }: Tables, filter: UserFilter): readonly User[] =>
  [...users.entries()]
    .filter(([id, user]) => passes(user, findable.get(id)?.searchTerms ?? [], filter))
    .map(([, user]) => user)

const compare = (order: UserOrder, one: UserPlace, other: UserPlace): number => {
  const age = one.createdAt - other.createdAt || (one.id === other.id ? 0 : one.id < other.id ? -1 : 1)
  return order === 'oldest-first' ? age : -age
}

const passes = (user: User, terms: readonly string[], filter: UserFilter): boolean =>
  [
    filter.statuses?.includes(user.status),
    filter.createdFrom === undefined || user.createdAt >= filter.createdFrom,
    filter.createdBefore === undefined || user.createdAt < filter.createdBefore,
    filter.updatedFrom === undefined || user.updatedAt >= filter.updatedFrom,
    filter.updatedBefore === undefined || user.updatedAt < filter.updatedBefore,
    filter.departmentId === undefined || user.departmentIds.includes(filter.departmentId),
    filter.tenantId === undefined || user.tenantIds.includes(filter.tenantId),
    filter.termPrefix === undefined || terms.some((term) => term.startsWith(filter.termPrefix ?? '')),
  ].every((holds) => holds !== false)
