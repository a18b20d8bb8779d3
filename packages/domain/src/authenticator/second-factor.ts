import type { UserId } from '../user/user-id.ts'
import type { OtpEnrolment } from './authenticator.ts'
import type { KeptRecoveryCode } from './recovery-code/stored-recovery-code.ts'

/**
 * Everything that a user has as a second factor: at least one authenticator, and the recovery codes for the case that
 * all authenticators are lost. Both lists keep their order.
 */
export type OtpSet = {
  readonly userId: UserId
  readonly authenticators: readonly OtpEnrolment[]
  readonly recoveryCodes: readonly KeptRecoveryCode[]
}

/**
 * The most authenticators of a user. Each further one makes a guess more likely to succeed. With ten of them, twenty
 * codes of a million are good at any moment, and ten guesses hit one of these once in 5,000 times.
 */
export const mostAuthenticators: number = 10

/** The recovery codes that are still valid. */
export const unusedCodes = ({ recoveryCodes }: Pick<OtpSet, 'recoveryCodes'>): readonly KeptRecoveryCode[] =>
  recoveryCodes.filter(({ usedAt }) => usedAt === undefined)

/** Whether a recovery code is left. */
export const hasUnusedCode = (set: Pick<OtpSet, 'recoveryCodes'>): boolean => unusedCodes(set).length > 0

/** The ids of everything in a set. */
export const otpIds = ({ authenticators, recoveryCodes }: OtpSet): readonly string[] =>
  [...authenticators, ...recoveryCodes].map(({ id }) => id)
