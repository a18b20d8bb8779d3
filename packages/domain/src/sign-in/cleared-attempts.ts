import type { AttemptKind } from './attempt-store.ts'

/**
 * What makes counted attempts of a user void. `deletion`: the user is deleted. `unlock`: an administrator lets the user
 * try again. `new-password`: the attempts were for another password. `second-factor`: the user has shown a second
 * factor, or it was removed or replaced.
 */
export type ClearingEvent = 'deletion' | 'unlock' | 'new-password' | 'second-factor'

/**
 * What clears each kind of attempt. A kind with an empty list is not counted by the user alone: its waits end by
 * themselves and block no other caller. A new kind does not compile until it is decided here.
 */
const clearedBy: Readonly<Record<AttemptKind, readonly ClearingEvent[]>> = {
  password: [],
  'password-of-device': [],
  'password-of-network': [],
  'password-repeated-of-network': [],
  'password-of-strangers': ['deletion', 'unlock', 'new-password'],
  'password-repeated': ['deletion', 'unlock', 'new-password'],
  'password-repeated-of-strangers': ['deletion', 'unlock', 'new-password'],
  'password-reset': ['deletion', 'unlock'],
  'authenticator-code': ['deletion', 'unlock', 'second-factor'],
  'recovery-code': ['deletion', 'unlock', 'second-factor'],
}

/** The kinds of attempt that are cleared then, under the user's id. */
export const attemptsClearedBy = (event: ClearingEvent): readonly AttemptKind[] =>
  (Object.keys(clearedBy) as AttemptKind[]).filter((kind) => clearedBy[kind].includes(event))
