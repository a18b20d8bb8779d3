import { unavailable, type PoolStorage, type Unavailable, type UsernameRules } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'

/** How the usernames of a pool become unique keys: as they are, or with case ignored. */
export type ComparedBy = 'exact' | 'ignore-case'

/** What a pool's settings demand. */
export const wantedBy = ({ ignoreCase }: UsernameRules): ComparedBy => (ignoreCase ? 'ignore-case' : 'exact')

/** The stored state of a pool whose username keys are being made again. The switch may have been stopped. */
export const becoming = (to: ComparedBy): string => `becoming ${to}`

/** How long one check of the pool is valid, in ms. For this time, another process may not know what a switch has done. */
export const lookedForMs = 1000

/**
 * Makes a check of whether the keys of the pool's usernames are made as its settings say. If not, the error says what to do.
 * A new pool starts as its settings say. The storage is asked at most once a second, so that a running process also notices
 * a switch.
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
