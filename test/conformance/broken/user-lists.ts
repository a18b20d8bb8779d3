import {
  sortDamaged,
  type Unavailable,
  type User,
  type UserFilter,
  type UserListQuery,
  type UserStore,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { withStore, type BrokenStorage } from './broken-storage.ts'
import { entriesAs } from './users.ts'

const inOrder = 'user lists: users come whole, in either order, by creation and then by id'
const pages = 'user lists: pages of any size make up the whole list'
const ofAll = 'user lists: a filter lets through those to whom all of it applies'
const byBytes = 'user lists: a search finds who has a term that begins so, byte by byte, and once'

/** Lists users by another query. */
const queriesAs =
  (change: (query: UserListQuery) => UserListQuery) =>
  (users: UserStore): Partial<UserStore> => ({ list: (query) => users.list(change(query)) })

/** Lists and counts users by another filter. */
const filtersAs =
  (change: (filter: UserFilter) => UserFilter) =>
  (users: UserStore): Partial<UserStore> => ({
    list: (query) => users.list({ ...query, filter: change(query.filter) }),
    count: (filter) => users.count(change(filter)),
  })

const prefixAs = (change: (prefix: string) => string): ((users: UserStore) => Partial<UserStore>) =>
  filtersAs(({ termPrefix, ...filter }) => ({
    ...filter,
    ...(termPrefix !== undefined && { termPrefix: change(termPrefix) }),
  }))

/** All that a query lists, from the first page on. */
const everybody = (
  users: UserStore,
  { filter, order }: UserListQuery,
): ResultAsync<readonly User[], Unavailable> =>
  users.list({ filter, order, limit: 1e6 }).map((all) => sortDamaged(all).sound)

/** A page of those who come after the place, as `isAfter` has it. */
const pagesBy =
  (isAfter: (user: User, place: NonNullable<UserListQuery['after']>, query: UserListQuery) => boolean) =>
  (users: UserStore): Partial<UserStore> => ({
    list: (query) => {
      const { after, skip = 0, limit } = query
      return after === undefined
        ? users.list(query)
        : everybody(users, query).map((all) =>
            all.filter((user) => isAfter(user, after, query)).slice(skip, skip + Math.max(0, limit)),
          )
    },
  })

const isLater = (one: number, other: number, { order }: UserListQuery): boolean =>
  order === 'oldest-first' ? one > other : one < other

const suffixes = (term: string): readonly string[] =>
  [...term].map((_, index, all) => all.slice(index).join(''))

export const brokenUserLists: readonly BrokenStorage[] = [
  withStore('users', 'lists users in the order of their ids alone', inOrder, (users) => ({
    list: (query) =>
      users.list(query).map((found) => {
        const byId = found.toSorted((one, other) => (one.id < other.id ? -1 : 1))
        return query.order === 'oldest-first' ? byId : byId.toReversed()
      }),
  })),

  withStore(
    'users',
    'lists the oldest first, whatever is asked for',
    inOrder,
    queriesAs((query) => ({ ...query, order: 'oldest-first' })),
  ),

  withStore('users', 'turns moments round, and not the ids of one moment', inOrder, (users) => ({
    list: (query) =>
      users
        .list(query)
        .map((found) =>
          query.order === 'oldest-first'
            ? found
            : found.toSorted((one, other) => other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1)),
        ),
  })),

  withStore(
    'users',
    'skips who was made at the moment of the last one of a page',
    pages,
    pagesBy((user, after, query) => isLater(user.createdAt, after.createdAt, query)),
  ),

  withStore(
    'users',
    'repeats who was made at the moment of the last one of a page',
    pages,
    pagesBy(
      (user, after, query) =>
        user.id !== after.id &&
        (user.createdAt === after.createdAt || isLater(user.createdAt, after.createdAt, query)),
    ),
  ),

  withStore(
    'users',
    'takes a limit of none for no limit',
    pages,
    queriesAs((query) => ({ ...query, limit: query.limit <= 0 ? 1000 : query.limit })),
  ),

  withStore(
    'users',
    'counts how far a walk has come, instead of keeping its place',
    'user lists: a walk misses nobody who stays, whatever comes and goes meanwhile',
    (users) => {
      let listed = 0
      return {
        list: (query) => {
          if (query.after === undefined) listed = 0
          const { after: _, ...others } = query
          return users.list({ ...others, skip: listed }).map((found) => {
            listed += found.length
            return found
          })
        },
      }
    },
  ),

  withStore(
    'users',
    'passes over nobody after a place',
    'user lists: some are passed over, after a place as well',
    queriesAs((query) => (query.after === undefined ? query : { ...query, skip: 0 })),
  ),

  withStore('users', 'counts everybody, whatever the filter', ofAll, (users) => ({
    count: () => users.count({}),
  })),

  withStore(
    'users',
    'takes no statuses for any status',
    ofAll,
    filtersAs(({ statuses, ...filter }) => ({ ...filter, ...(statuses?.length !== 0 && { statuses }) })),
  ),

  withStore(
    'users',
    'lets through who was made at the end of a time',
    ofAll,
    filtersAs(({ createdBefore, ...filter }) => ({
      ...filter,
      ...(createdBefore !== undefined && { createdBefore: createdBefore + 1 }),
    })),
  ),

  withStore(
    'users',
    'asks for no tenant where other things are asked for',
    ofAll,
    filtersAs(({ tenantId, ...filter }) => (Object.keys(filter).length === 0 ? { tenantId } : filter)),
  ),

  withStore('users', 'folds the letter case of search terms', byBytes, (users) => ({
    ...entriesAs((entry) => ({
      ...entry,
      searchTerms: [...new Set(entry.searchTerms.map((term) => term.toLowerCase()))],
    }))(users),
    ...prefixAs((prefix) => prefix.toLowerCase())(users),
  })),

  withStore(
    'users',
    'finds a term by its middle',
    byBytes,
    entriesAs((entry) => ({ ...entry, searchTerms: [...new Set(entry.searchTerms.flatMap(suffixes))] })),
  ),

  withStore(
    'users',
    'takes wildcards of a search at their word',
    byBytes,
    prefixAs((prefix) => prefix.split(/[%_]/u, 1)[0] ?? ''),
  ),

  withStore('users', 'lists a user for each term that begins so', byBytes, (users) => ({
    list: (query) =>
      users
        .list(query)
        .map((found) =>
          query.filter.termPrefix === undefined ? found : found.flatMap((user) => [user, user]),
        ),
  })),
]
