import { err, ok, type Result } from 'neverthrow'
import type { DamagedRecord } from './damaged.ts'
import type { Issue } from './issue.ts'

/** The whole input was refused: nothing was written. The caller can correct every issue in the list. */
export type Rejected = { readonly kind: 'rejected'; readonly issues: readonly Issue[] }

/** Every part of a running system that a use case depends on, by its port. */
export const parts = [
  'storage',
  'password-hasher',
  'password-verifier',
  'common-passwords',
  'breached-passwords',
  'transport-cipher',
  'totp-engine',
  'secret-box',
  'keyed-digest',
  'recovery-code-hasher',
  'phone-numbers',
  'organization',
  'notice-sender',
  'event-sender',
  'system',
] as const

export type Part = (typeof parts)[number]

/**
 * A part did not answer. The input may be valid; it is not known whether anything was written. `cause` is for the
 * operator's log. `damaged`: the storage works, but cannot read these of the requested records. `unopened`: the secret
 * box works, but this text cannot be opened here. `retryAfterMs`: the part asks not to be called again for so long.
 */
export type Unavailable = {
  readonly kind: 'unavailable'
  readonly part: Part
  readonly cause: unknown
  readonly damaged?: readonly DamagedRecord[]
  readonly unopened?: true
  readonly retryAfterMs?: number
}

/** Every failure of a use case. */
export type Failure = Rejected | Unavailable

export const rejected = (issues: readonly Issue[]): Rejected => ({ kind: 'rejected', issues })

export const unavailable = (part: Part, cause: unknown): Unavailable => ({ kind: 'unavailable', part, cause })

/** The storage cannot read some of the requested records. The cause names them, without their content. */
export const unreadable = (damaged: readonly DamagedRecord[]): Unavailable => ({
  ...unavailable('storage', new Error(damaged.map(nameOf).join('; '))),
  damaged,
})

/**
 * The one answer for everything that cannot be opened, whichever part found it. It has no cause, because a cause would
 * tell what was wrong.
 */
export const cannotOpen = (): Unavailable => ({
  ...unavailable(
    'secret-box',
    new Error(
      'What was sealed does not open: its key is missing here, or it was changed or moved to another place',
    ),
  ),
  unopened: true,
})

const nameOf = ({ record, userId }: DamagedRecord): string =>
  `${recordNames[record]} of user ${userId} is damaged and cannot be read`

const recordNames: Readonly<Record<DamagedRecord['record'], string>> = {
  user: 'the record',
  credential: 'the password record',
  authenticators: 'the record of the authenticators',
}

/** Continues if there is no issue. */
export const refuseAny = (issues: readonly Issue[]): Result<void, Rejected> =>
  issues.length === 0 ? ok() : err(rejected(issues))
