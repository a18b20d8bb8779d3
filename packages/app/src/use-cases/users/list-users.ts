import {
  draftFilter,
  gather,
  issue,
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
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../../account.ts'
import type { Context } from '../../context.ts'
import { findSound } from '../sound-records.ts'
import { readCursor, writeCursor } from './user-cursor.ts'

/** Which users to list, and from where on. */
export type ListUsers = UserSearch & {
  /** `newest-first` where absent. */
  readonly order?: UserOrder
  /** 1 to 1,000 users a page; 50 where absent. */
  readonly limit?: number
  /** `next` of the page before, asked for with the same filters and order. */
  readonly cursor?: string
  /** How many users to pass over, for those who count pages. A cursor is faster, and misses nobody. */
  readonly skip?: number
}

export type UserPage = {
  readonly accounts: readonly Account[]
  /** Who belongs on this page too, but has a record or a password that cannot be read. Absent where there is nobody. */
  readonly damaged?: readonly UserId[]
  /** The cursor of the next page; absent where there is none. */
  readonly next?: string
}

const usualLimit = 50
/** A page is one answer of a database, and one of a server: thousands of records would keep everybody else waiting. */
const mostUsers = 1000

/** Lists users by the moment of their creation. Who stays in the pool is on one page of a walk, whatever changes meanwhile. */
export const listUsers = (query: ListUsers, context: Context): ResultAsync<UserPage, Failure> =>
  safeTry(async function* () {
    const { order = 'newest-first', skip = 0, cursor } = query
    const [filter, limit] = yield* gather(readFilter(query), readLimit(query), readSkip(query)).mapErr(
      rejected,
    )
    const list = { filter, order }
    const after = cursor === undefined ? undefined : yield* readCursor(cursor, list, context).mapErr(rejected)
    // One more than asked for tells whether there is a next page.
    const found = yield* context.storage.users.list({
      ...list,
      skip,
      limit: limit + 1,
      ...(after === undefined ? {} : { after }),
    })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    const { sound, damaged: lost } = sortDamaged(page)
    const { accounts, damaged: withLostPassword } = yield* findSoundAccounts(sound, context)
    const damaged = [...lost.map(({ id }) => id), ...withLostPassword]
    return ok({
      accounts,
      ...(damaged.length === 0 ? {} : { damaged }),
      ...(last === undefined ? {} : { next: writeCursor(last, list, context) }),
    })
  })

/** Counts the users whom `users.list` would list, page by page. */
export const countUsers = (query: UserSearch, { storage }: Context): ResultAsync<number, Failure> =>
  readFilter(query)
    .mapErr(rejected)
    .asyncAndThen((filter) => storage.users.count(filter))

/** The users as they may be shown, in their order. */
export const findAccounts = (
  users: readonly User[],
  { storage }: Pick<Context, 'storage'>,
): ResultAsync<readonly Account[], Unavailable> =>
  storage.credentials
    .findByUserIds(users.map(({ id }) => id))
    .map((credentials) => toAccounts(users, credentials))

/** The same of those of them who have a password that can be read, or none; and who the others are. */
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

/** Picks the fields of a search, so that nothing else of a query becomes part of what its cursor stands for. */
const readFilter = (query: UserSearch): Checked<UserFilter> => {
  const { statuses, search, departmentId, tenantId } = query
  const { createdFrom, createdBefore, updatedFrom, updatedBefore } = query
  const moments = { createdFrom, createdBefore, updatedFrom, updatedBefore }
  return draftFilter({ statuses, search, departmentId, tenantId, ...moments })
}

const readLimit = ({ limit = usualLimit }: ListUsers): Checked<number> =>
  Number.isSafeInteger(limit) && limit >= 1 && limit <= mostUsers
    ? ok(limit)
    : err([issue('user.limit_out_of_range', ['limit'], { min: 1, max: mostUsers })])

const readSkip = ({ skip = 0 }: ListUsers): Checked<number> =>
  Number.isSafeInteger(skip) && skip >= 0
    ? ok(skip)
    : err([issue('user.limit_out_of_range', ['skip'], { min: 0, max: Number.MAX_SAFE_INTEGER })])
