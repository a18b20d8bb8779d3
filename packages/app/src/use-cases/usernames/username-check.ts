import { unavailable, type PoolStorage, type Unavailable, type UsernameRules } from '@keepsake/domain'
import { comparisonOf, type UsernameComparison } from '@keepsake/domain/rules'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'

/** How long one check of the pool is valid, in ms. For this time, another process may not know what a switch has done. */
export const checkValidMs = 1000

/**
 * Makes a check of whether the keys of the pool's usernames are made as its settings say. If not, the error says what to do.
 * A new pool starts as its settings say. The storage is asked at most once a second, so that a running process also notices
 * a switch.
 */
export const openUsernameCheck = (
  { traits }: Pick<PoolStorage, 'traits'>,
  rules: UsernameRules,
): (() => ResultAsync<void, Unavailable>) => {
  const wanted = comparisonOf(rules)
  let goodUntil = -Infinity
  return () => {
    const now = performance.now()
    if (now < goodUntil) return okAsync()
    return traits.claim('username-keys', wanted).andThen((present) => {
      if (present !== wanted) return errAsync(unavailable('storage', mismatch(present, wanted)))
      goodUntil = now + checkValidMs
      return okAsync()
    })
  }
}

const mismatch = (present: string, wanted: UsernameComparison): Error =>
  new Error(
    `the usernames of this pool are compared as "${present}", and its settings want "${wanted}" (usernames.ignoreCase): ` +
      'set it back, or run `keepsake usernames check` and `keepsake usernames switch`',
  )
