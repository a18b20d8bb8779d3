import {
  gather,
  rejected,
  sortDamaged,
  type Checked,
  type Credential,
  type Failure,
  type Unavailable,
  type User,
  type UserFilter,
  type UserOrder,
  type UserId,
  type UserSearch,
} from '@keepsake/domain'
import { cutPage, draftFilter, parseLimit, parseSkip } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from './account.ts'
import type { Context } from '../../context.ts'
import { findSound } from '../shared/sound-records.ts'
import { readCursor, writeCursor } from './user-cursor.ts'

/** Which users to list, and where to start. */
export type ListUsers = UserSearch & {
  /** The default is `newest-first`. */
  readonly order?: UserOrder
  /** 1 to 1,000 users a page. The default is 50. */
  readonly limit?: number
  /** `next` of the previous page. Use it with the same filters and order. */
  readonly cursor?: string
  /** How many users to skip, for callers that count pages. A cursor is faster, and misses no user. */
  readonly skip?: number
}

/** One page of a list of users. */
export type UserPage = {
  readonly accounts: readonly Account[]
  /** Users who also belong to this page, but whose record or password cannot be read. Absent if there are none. */
  readonly damaged?: readonly UserId[]
  /** The cursor of the next page. Absent if there is none. */
  readonly next?: string
}

/**
 * Lists users by the time of their creation. If you follow the cursors, every user who stays in the pool is on exactly one
 * page, whatever changes meanwhile.
 */
export const listUsers = (query: ListUsers, context: Context): ResultAsync<UserPage, Failure> =>
  safeTry(async function* () {
    const { order = 'newest-first', cursor } = query
    const [filter, limit, skip] = yield* gather(
      readFilter(query),
      parseLimit(query.limit),
      parseSkip(query.skip),
    ).mapErr(rejected)
    const list = { filter, order }
    const after = cursor === undefined ? undefined : yield* readCursor(cursor, list, context).mapErr(rejected)
    // One more than requested shows whether there is a next page.
    const found = yield* context.storage.users.list({
      ...list,
      skip,
      limit: limit + 1,
      ...(after === undefined ? {} : { after }),
    })
    const { page, last } = cutPage(found, limit)
    const { sound, damaged: lost } = sortDamaged(page)
    const { accounts, damaged: withLostPassword } = yield* findSoundAccounts(sound, context)
    const damaged = [...lost.map(({ id }) => id), ...withLostPassword]
    return ok({
      accounts,
      ...(damaged.length === 0 ? {} : { damaged }),
      ...(last === undefined ? {} : { next: writeCursor(last, list, context) }),
    })
  })

/** Counts the users that `users.list` would list on all pages. */
export const countUsers = (query: UserSearch, { storage }: Context): ResultAsync<number, Failure> =>
  readFilter(query)
    .mapErr(rejected)
    .asyncAndThen((filter) => storage.users.count(filter))

/** The accounts of users, in their order. */
export const findAccounts = (
  users: readonly User[],
  { storage }: Pick<Context, 'storage'>,
): ResultAsync<readonly Account[], Unavailable> =>
  storage.credentials
    .findByUserIds(users.map(({ id }) => id))
    .map((credentials) => toAccounts(users, credentials))

/** The accounts of users whose password can be read, or who have none; and the ids of the others. */
const findSoundAccounts = (
  users: readonly User[],
  { storage }: Pick<Context, 'storage'>,
): ResultAsync<Pick<Required<UserPage>, 'accounts' | 'damaged'>, Unavailable> =>
  findSound(
    users.map(({ id }) => id),
    (ids) => storage.credentials.findByUserIds(ids),
  ).map(({ sound, damaged }) => {
    const lost = new Set(damaged.map((each) => each.userId))
    return {
      accounts: toAccounts(
        users.filter(({ id }) => !lost.has(id)),
        sound,
      ),
      damaged: users.filter(({ id }) => lost.has(id)).map(({ id }) => id),
    }
  })

const toAccounts = (users: readonly User[], credentials: readonly Credential[]): readonly Account[] => {
  const byUser = new Map(credentials.map((credential) => [credential.userId, credential]))
  return users.map((user) => toAccount(user, byUser.get(user.id)))
}

/** Picks the fields of a search, so that a cursor depends on no other field of a query. */
const readFilter = (query: UserSearch): Checked<UserFilter> => {
  const { statuses, search, departmentId, tenantId } = query
  const { createdFrom, createdBefore, updatedFrom, updatedBefore } = query
  const moments = { createdFrom, createdBefore, updatedFrom, updatedBefore }
  return draftFilter({ statuses, search, departmentId, tenantId, ...moments })
}
