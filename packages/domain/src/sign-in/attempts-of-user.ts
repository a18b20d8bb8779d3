import type { AttemptKind } from './attempt-store.ts'

/** What the key of each kind of attempt is made of. `user`: the id of the user alone. */
const keyedBy: Readonly<Record<AttemptKind, 'user' | 'user-and-place' | 'network'>> = {
  password: 'user-and-place',
  'password-of-device': 'user-and-place',
  'password-of-strangers': 'user',
  'password-of-network': 'network',
  'password-repeated': 'user',
  'password-repeated-of-strangers': 'user',
  'password-repeated-of-network': 'network',
  'password-reset': 'user',
  otp: 'user',
  'recovery-code': 'user',
}

const kinds = Object.keys(keyedBy) as readonly AttemptKind[]

/**
 * The kinds of attempt that are forgotten when a user is deleted: those that are counted by the user's id alone. The
 * others cannot be found by the user, and are forgotten after their time.
 */
export const clearedByDeletion: readonly AttemptKind[] = kinds.filter((kind) => keyedBy[kind] === 'user')

/** The kinds that are forgotten when other authenticators replace those of a user: their codes mean nothing any more. */
export const clearedByReplacement: readonly AttemptKind[] = ['otp', 'recovery-code']
