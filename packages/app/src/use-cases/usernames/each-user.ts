import { sortDamaged, type PoolStorage, type Unavailable, type User, type UserPlace } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'

/** Few enough for one transaction, and enough to avoid many queries. */
const usersAtATime = 500

/**
 * Goes through all users of a pool, the oldest first, page by page. Users who are created meanwhile come last. Damaged
 * records are skipped: nobody can sign in to them.
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
