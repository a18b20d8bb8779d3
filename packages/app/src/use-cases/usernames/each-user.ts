import { sortDamaged, type PoolStorage, type Unavailable, type User, type UserPlace } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'

/** Few enough for one transaction, and enough not to ask too often. */
const usersAtATime = 500

/**
 * Goes through all users of a pool, the oldest first, some at a time. Who comes meanwhile is met last. A damaged record is passed
 * over: nobody signs in to it.
 */
export const eachUser = <T, E>(
  { users }: Pick<PoolStorage, 'users'>,
  visit: (users: readonly User[], before: T) => ResultAsync<T, E>,
  start: T,
): ResultAsync<T, E | Unavailable> =>
  safeTry(async function* () {
    let result = start
    let after: UserPlace | undefined
    for (;;) {
      const page = yield* users.list({
        filter: {},
        order: 'oldest-first',
        limit: usersAtATime,
        ...(after === undefined ? {} : { after }),
      })
      const last = page.at(-1)
      if (last === undefined) return ok(result)
      result = yield* visit(sortDamaged(page).sound, result)
      after = { createdAt: last.createdAt, id: last.id }
    }
  })
