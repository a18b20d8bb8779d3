import { err, ok } from 'neverthrow'
import { collect, optional, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { OtpSettings } from '../pool-settings.ts'
import { parseOtpSecret, type OtpSecret } from './otp-secret.ts'
import { parseRecoveryCode, type RecoveryCode } from './recovery-code.ts'

/** An authenticator as the caller gives it: the secret in base32, the recovery code in any spelling. */
export type NewOtp = { readonly secret: string; readonly recoveryCode?: string }

/** A well-formed authenticator, in clear. */
export type DraftOtp = { readonly secret: OtpSecret; readonly recoveryCode?: RecoveryCode }

/** Checks an authenticator; both issues of it at once. */
export const draftOtp = (given: NewOtp, settings: OtpSettings): Checked<DraftOtp> =>
  collect({
    secret: parseOtpSecret(given.secret, settings.minSecretBits),
    recoveryCode: optional(given.recoveryCode, parseRecoveryCode),
  })

/** How the user's present enrolment, opened, compares with a given one. A code that was not given contradicts nothing. */
export type EnrolmentComparison = {
  readonly secret: 'same' | 'other'
  readonly recoveryCode: 'same' | 'other' | 'not-given'
}

/**
 * What importing an authenticator does to a user. The same one again changes nothing, so that an import may be
 * repeated; another one is refused unless the caller asks to replace, for the user would be locked out of the old one.
 */
export const decideEnrolment = (
  present: EnrolmentComparison | undefined,
  replace: boolean,
): Checked<'insert' | 'replace' | 'unchanged'> => {
  if (present === undefined) return ok('insert')
  if (present.secret === 'same' && present.recoveryCode !== 'other') return ok('unchanged')
  return replace ? ok('replace') : err([issue('otp.already_enrolled')])
}
