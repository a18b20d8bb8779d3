import { err, ok } from 'neverthrow'
import type { Happening } from '../event/domain-event.ts'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { StoredRecoveryCode } from './recovery-code/stored-recovery-code.ts'
import { hasUnusedCode, mostAuthenticators, unusedCodes, type SecondFactor } from './second-factor.ts'

/** A user's second factor from now on, and what services are told about the change. `undefined`: nothing. */
export type SecondFactorChange = { readonly next: SecondFactor; readonly event: Happening | undefined }

/** New recovery codes. `shownBefore`: the user was shown them together with the secret of the authenticator. */
export type AddedCodes = { readonly kept: readonly StoredRecoveryCode[]; readonly shownBefore: boolean }

/** Adds an authenticator. The user gets the codes if none is left, or if the user has seen them already. */
export const addAuthenticator = (
  present: SecondFactor,
  { authenticators }: Pick<SecondFactor, 'authenticators'>,
  codes: AddedCodes,
): Checked<SecondFactorChange> => {
  if (present.authenticators.length >= mostAuthenticators)
    return err([issue('otp.too_many_authenticators', ['userId'], { max: mostAuthenticators })])
  const next = {
    ...present,
    authenticators: [...present.authenticators, ...authenticators],
    recoveryCodes: codesAfter(present, codes),
  }
  return ok({ next, event: eventOf('otp.enrolled', next) })
}

const codesAfter = (
  present: SecondFactor,
  { kept, shownBefore }: AddedCodes,
): readonly StoredRecoveryCode[] => {
  // A code that the user was shown must work, even if other codes were added meanwhile.
  if (shownBefore) return [...present.recoveryCodes, ...kept]
  return hasUnusedCode(present) ? present.recoveryCodes : kept
}

/** Removes an authenticator. Recovery codes are for the loss of authenticators, so the last one takes them with it. */
export const removeAuthenticator = (present: SecondFactor, id: string): Checked<SecondFactorChange> => {
  const authenticators = present.authenticators.filter((each) => each.id !== id)
  if (authenticators.length === present.authenticators.length)
    return err([issue('otp.not_enrolled', ['authenticatorId'])])
  const recoveryCodes = authenticators.length === 0 ? [] : present.recoveryCodes
  const next = { ...present, authenticators, recoveryCodes }
  return ok({ next, event: eventOf('otp.removed', next) })
}

/** Removes everything. A user who has nothing is an issue. */
export const removeSecondFactor = (present: SecondFactor): Checked<SecondFactorChange> =>
  requireAuthenticator(present).map(() => {
    const next = { ...present, authenticators: [], recoveryCodes: [] }
    return { next, event: eventOf('otp.removed', next) }
  })

/** Replaces all recovery codes. Without an authenticator they would be useless. No service is told. */
export const replaceRecoveryCodes = (
  present: SecondFactor,
  recoveryCodes: readonly StoredRecoveryCode[],
): Checked<SecondFactorChange> =>
  requireAuthenticator(present).map(() => ({ next: { ...present, recoveryCodes }, event: undefined }))

/** What services are told when a recovery code was used. `present` is the second factor after that. */
export const recoveryCodeUsed = (present: SecondFactor): Happening => ({
  type: 'recovery_code.used',
  userId: present.userId,
  left: unusedCodes(present).length,
})

const requireAuthenticator = ({ authenticators }: SecondFactor): Checked<void> =>
  authenticators.length === 0 ? err([issue('otp.not_enrolled', ['userId'])]) : ok()

const eventOf = (
  type: 'otp.enrolled' | 'otp.removed',
  { userId, authenticators }: SecondFactor,
): Happening => ({
  type,
  userId,
  authenticators: authenticators.length,
})
