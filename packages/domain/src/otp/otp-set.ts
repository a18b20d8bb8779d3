import type { Instant } from '../kernel/sources.ts'
import type { UserId } from '../user/user-id.ts'
import type { OtpEnrolment } from './otp-enrolment.ts'
import type { RecoveryCodeHash } from './recovery-code-hasher.ts'

/** A recovery code, as it rests. It is compared but never read again, so it is hashed. */
export type KeptRecoveryCode = {
  readonly id: string
  readonly hash: RecoveryCodeHash
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

/** The ids of everything in a set. */
export const otpIds = ({ authenticators, recoveryCodes }: OtpSet): readonly string[] =>
  [...authenticators, ...recoveryCodes].map(({ id }) => id)
