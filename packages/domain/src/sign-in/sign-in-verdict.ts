import type { HashVerdict } from '../password/password-hasher.ts'
import type { UserStatus } from '../user/user-status.ts'

/** What a sign-in comes to. `wrong_credentials` covers everything that the rightful owner of the account would not meet. */
export type SignInVerdict =
  'signed_in' | 'wrong_credentials' | 'otp_required' | 'password_change_required' | 'not_active'

/**
 * `unchecked`: the user has an authenticator, and a code or recovery code was sent that nobody has looked at yet.
 * `refused`: it was wrong, or used before.
 */
export type OtpFact = 'not-enrolled' | 'not-sent' | 'unchecked' | 'accepted' | 'refused'

export type SignInFacts = {
  readonly password: HashVerdict
  readonly status: UserStatus
  readonly otp: OtpFact
  readonly mustChange: boolean
}

/**
 * Decides a sign-in, or asks for the OTP check that it still needs. The account's state is told only to someone who
 * knows the password, and a code is used up only where it matters; a forced password change comes last, so that it
 * cannot be reached without the second factor.
 */
export const decideSignIn = (facts: SignInFacts): SignInVerdict | 'check_otp' => {
  if (facts.password !== 'right' && facts.password !== 'outdated') return 'wrong_credentials'
  if (facts.status !== 'Activated') return 'not_active'
  if (facts.otp === 'not-sent') return 'otp_required'
  if (facts.otp === 'unchecked') return 'check_otp'
  if (facts.otp === 'refused') return 'wrong_credentials'
  return facts.mustChange ? 'password_change_required' : 'signed_in'
}
