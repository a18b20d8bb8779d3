import type { Instant } from '../kernel/sources.ts'
import type { UserId } from '../user/user-id.ts'
import type { OtpEnrolment } from './otp-enrolment.ts'
import type { RecoveryCodeHash } from './recovery-code-hasher.ts'

/** A recovery code, as it rests. It is compared but never read again, so it is hashed. */
export type KeptRecoveryCode = {
  readonly id: string
  readonly hash: RecoveryCodeHash
  /** The same for the same code of the same user, under whichever id, and tells nothing of it. */
  readonly fingerprint: string
  /** When it was used up. */
  readonly usedAt?: Instant
}

/**
 * All that a user has for the second factor: at least one authenticator, and the recovery codes for when all of them are
 * lost. Both keep their order.
 */
export type OtpSet = {
  readonly userId: UserId
  readonly authenticators: readonly OtpEnrolment[]
  readonly recoveryCodes: readonly KeptRecoveryCode[]
}

/**
 * The most authenticators of a user. Each further one makes a guess likelier: ten are twenty codes of a million that are
 * good at any moment, of which ten guesses hit one once in 5,000 times.
 */
export const mostAuthenticators: number = 10

/** The most recovery codes of a user, used ones among them: each unused one is compared with what somebody types. */
export const mostRecoveryCodes: number = 100

/** The ids of everything in a set. */
export const otpIds = ({ authenticators, recoveryCodes }: OtpSet): readonly string[] =>
  [...authenticators, ...recoveryCodes].map(({ id }) => id)
