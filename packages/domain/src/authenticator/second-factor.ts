import type { UserId } from '../user/user-id.ts'
import type { StoredAuthenticator } from './authenticator.ts'
import type { StoredRecoveryCode } from './recovery-code/stored-recovery-code.ts'

/**
 * Everything that a user has as a second factor: at least one authenticator, and the recovery codes for the case that
 * all authenticators are lost. Both lists keep their order.
 */
export type SecondFactor = {
  readonly userId: UserId
  readonly authenticators: readonly StoredAuthenticator[]
  readonly recoveryCodes: readonly StoredRecoveryCode[]
}

/**
 * The most authenticators of a user. Each further one makes a guess more likely to succeed. With ten of them, twenty
 * codes of a million are good at any moment, and ten guesses hit one of these once in 5,000 times.
 */
export const mostAuthenticators: number = 10

/** The recovery codes that are still valid. */
export const unusedCodes = ({
  recoveryCodes,
}: Pick<SecondFactor, 'recoveryCodes'>): readonly StoredRecoveryCode[] =>
  recoveryCodes.filter(({ usedAt }) => usedAt === undefined)

/** Whether a recovery code is left. */
export const hasUnusedCode = (set: Pick<SecondFactor, 'recoveryCodes'>): boolean =>
  unusedCodes(set).length > 0

/** The ids of everything in a set. */
export const secondFactorIds = ({ authenticators, recoveryCodes }: SecondFactor): readonly string[] =>
  [...authenticators, ...recoveryCodes].map(({ id }) => id)
