import { err, ok, type Result } from 'neverthrow'
import type { DamagedRecord } from './damaged.ts'
import type { Issue } from './issue.ts'

/** The input was refused, whole: nothing was written. The caller can mend every issue listed. */
export type Rejected = { readonly kind: 'rejected'; readonly issues: readonly Issue[] }

/** Every part of a running system that a use case leans on, by its port. */
export const parts = [
  'storage',
  'password-hasher',
  'password-verifier',
  'common-passwords',
  'breached-passwords',
  'transport-cipher',
  'otp-engine',
  'secret-box',
  'keyed-digest',
  'recovery-code-hasher',
  'phone-numbers',
  'directory',
  'notice-sender',
  'event-sender',
  'sources',
] as const

export type Part = (typeof parts)[number]

/**
 * A part did not answer. The input may be fine; nothing is known to be written. `cause` is for the operator's log.
 * `damaged`: the storage is well, but cannot read these records of those that were asked for. `unopened`: what seals is well, but
 * this text does not open here.
 */
export type Unavailable = {
  readonly kind: 'unavailable'
  readonly part: Part
  readonly cause: unknown
  readonly damaged?: readonly DamagedRecord[]
  readonly unopened?: true
}

/** All that a use case can fail with. */
export type Failure = Rejected | Unavailable

export const rejected = (issues: readonly Issue[]): Rejected => ({ kind: 'rejected', issues })

export const unavailable = (part: Part, cause: unknown): Unavailable => ({ kind: 'unavailable', part, cause })

/** The storage cannot read some of the records that were asked for. Its cause names them, without what is in them. */
export const unreadable = (damaged: readonly DamagedRecord[]): Unavailable => ({
  ...unavailable('storage', new Error(damaged.map(nameOf).join('; '))),
  damaged,
})

/** The one answer for whatever does not open, whoever found it out. It has no cause: that would tell what was wrong. */
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

/** Goes on where there is no issue. */
export const refuseAny = (issues: readonly Issue[]): Result<void, Rejected> =>
  issues.length === 0 ? ok() : err(rejected(issues))
