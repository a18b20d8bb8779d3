import { unavailable, type PoolStorage, type Unavailable, type UsernameRules } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'

/** How the usernames of a pool became unique keys: as they are, or with upper and lower case alike. */
export type ComparedBy = 'exact' | 'ignore-case'

/** How a pool's settings want it. */
export const wantedBy = ({ ignoreCase }: UsernameRules): ComparedBy => (ignoreCase ? 'ignore-case' : 'exact')

/** What the pool says of its usernames while their keys are being made anew, which may have been stopped. */
export const becoming = (to: ComparedBy): string => `becoming ${to}`

/** How long one look at the pool is good for, in ms: so much later another process may not know yet what a switch has done. */
export const lookedForMs = 1000

/**
 * Asks whether the keys of the pool's usernames are made as its settings say, and says what to do where they are not. A new
 * pool is made as they say. Asked every second at the most, so that a process that runs learns of a switch as well.
 */
export const openUsernameCheck = (
  { traits }: Pick<PoolStorage, 'traits'>,
  rules: UsernameRules,
): (() => ResultAsync<void, Unavailable>) => {
  const wanted = wantedBy(rules)
  let goodUntil = -Infinity
  return () => {
    const now = performance.now()
    if (now < goodUntil) return okAsync()
    return traits.claim('username-keys', wanted).andThen((present) => {
      if (present !== wanted) return errAsync(unavailable('storage', mismatch(present, wanted)))
      goodUntil = now + lookedForMs
      return okAsync()
    })
  }
}

const mismatch = (present: string, wanted: ComparedBy): Error =>
  new Error(
    `the usernames of this pool are compared as "${present}", and its settings want "${wanted}" (usernames.ignoreCase): ` +
      'set it back, or run `keepsake usernames check` and `keepsake usernames switch`',
  )
