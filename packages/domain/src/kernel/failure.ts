import type { Issue } from './issue.ts'

/** The input was refused, whole: nothing was written. The caller can mend every issue listed. */
export type Rejected = { readonly kind: 'rejected'; readonly issues: readonly Issue[] }

/** The parts of a running system that a use case leans on. */
export type Part =
  | 'storage'
  | 'password-hasher'
  | 'breached-passwords'
  | 'transport-cipher'
  | 'secret-box'
  | 'otp-engine'
  | 'directory'
  | 'notice-sender'
  | 'event-sender'

/** A part did not answer. The input may be fine; nothing is known to be written. `cause` is for the operator's log. */
export type Unavailable = { readonly kind: 'unavailable'; readonly part: Part; readonly cause: unknown }

/** All that a use case can fail with. */
export type Failure = Rejected | Unavailable

export const rejected = (issues: readonly Issue[]): Rejected => ({ kind: 'rejected', issues })

export const unavailable = (part: Part, cause: unknown): Unavailable => ({ kind: 'unavailable', part, cause })
