import { unavailable, type Stores, type Unavailable, type User, type UserChange } from '@keepsake/domain'
import {
  addedKeys,
  comparisonOf,
  placedKeys,
  switchingTo,
  userEntry,
  type UsernameComparison,
} from '@keepsake/domain/rules'
import { errAsync, ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { checkUsernames, type UsernamesReport } from './check-usernames.ts'
import { eachUser } from './each-user.ts'
import { checkValidMs } from './username-check.ts'

/** `switched`: usernames are now compared as the settings say, and `changed` users got other keys. */
export type UsernamesSwitched =
  | { readonly verdict: 'switched'; readonly changed: number }
  | ({ readonly verdict: 'collisions' } & UsernamesReport)

/**
 * Makes the keys of all usernames again, as the settings say. If usernames collide, nothing is changed. While it runs, every
 * other call is unavailable. You can stop it at any time, and start it again.
 */
export const switchUsernames = (context: PoolContext): ResultAsync<UsernamesSwitched, Unavailable> =>
  safeTry(async function* () {
    const { traits } = context.uncheckedStorage
    const wanted = comparisonOf(context.settings.usernames)
    const present = yield* traits.claim('username-keys', wanted)
    if (present === wanted) return ok<UsernamesSwitched>({ verdict: 'switched', changed: 0 })
    const before = yield* findCollisions(wanted, context)
    if (before !== undefined) return ok<UsernamesSwitched>(before)
    yield* replace(present, switchingTo(wanted), context)
    // After this time, every process that has checked before knows that it must not write any more.
    yield* ResultAsync.fromSafePromise(new Promise<void>((resolve) => setTimeout(resolve, 2 * checkValidMs)))
    // A user may have been created meanwhile and collide. Then the pool goes back to its former state.
    const since = yield* findCollisions(wanted, context)
    if (since !== undefined) {
      yield* replace(switchingTo(wanted), present, context)
      return ok<UsernamesSwitched>(since)
    }
    const changed = yield* makeKeys(wanted, context)
    yield* replace(switchingTo(wanted), wanted, context)
    return ok<UsernamesSwitched>({ verdict: 'switched', changed })
  })

/** If case counts, no usernames collide. */
const findCollisions = (
  wanted: UsernameComparison,
  context: PoolContext,
): ResultAsync<UsernamesSwitched | undefined, Unavailable> =>
  wanted === 'exact'
    ? okAsync(undefined)
    : checkUsernames(context).map((report) =>
        report.collisions.length === 0 ? undefined : { verdict: 'collisions', ...report },
      )

const replace = (
  from: string,
  to: string,
  { uncheckedStorage: { traits } }: PoolContext,
): ResultAsync<void, Unavailable> =>
  from === to
    ? okAsync()
    : traits
        .replace('username-keys', from, to)
        .andThen((answer) => (answer === 'replaced' ? okAsync() : errAsync(interrupted('by another switch'))))

const interrupted = (why: string): Unavailable =>
  unavailable('storage', new Error(`the switch of usernames was interrupted ${why}: start it again`))

const makeKeys = (wanted: UsernameComparison, context: PoolContext): ResultAsync<number, Unavailable> =>
  eachUser(
    context.uncheckedStorage,
    (page, before: number) =>
      context.uncheckedStorage
        .atomically((stores) => changePage(page, stores, wanted, context))
        .map((changed) => before + changed)
        .mapErr((failure) =>
          failure.kind === 'unavailable' ? failure : interrupted(`by a change of users (${failure.kind})`),
        ),
    0,
  )

/** Changes only users whose keys change. They are read again where they are written. */
const changePage = (
  page: readonly User[],
  { users }: Stores,
  wanted: UsernameComparison,
  { identifierContext }: PoolContext,
) =>
  users.findByIds(page.map(({ id }) => id)).andThen((found) => {
    const changes = found
      .filter((user) => addedKeys(user, identifierContext, wanted).length > 0)
      .map((user): UserChange => {
        const next = { ...user, version: user.version + 1 }
        return {
          from: user.version,
          to: userEntry(next, placedKeys(next, next.identities, identifierContext)),
        }
      })
    return users.updateAll(changes).map(() => changes.length)
  })
