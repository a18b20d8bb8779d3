import { isSamePassword, type Credential } from '../password/credential.ts'
import { isRight, type HashVerdict } from '../password/hash-verdict.ts'
import { maySignIn, type UserStatus } from '../user/user-status.ts'
import type { User } from '../user/user.ts'

/**
 * The result of a sign-in. `wrong_credentials` covers every case that the rightful owner of the account would not meet.
 */
export type SignInVerdict =
  | 'signed_in'
  | 'wrong_credentials'
  | 'otp_required'
  | 'otp_locked'
  | 'otp_enrolment_required'
  | 'password_change_required'

/**
 * `unchecked`: the user has an authenticator, and a code or recovery code was sent that is not checked yet. `refused`:
 * it was wrong, or used before. `locked`: there were too many wrong ones, so it was not checked. `missing`: the user
 * has no authenticator, and the pool requires one.
 */
export type SecondFactorFact =
  'not-enrolled' | 'missing' | 'not-sent' | 'unchecked' | 'accepted' | 'refused' | 'locked'

export type SignInFacts = {
  readonly password: HashVerdict
  readonly status: UserStatus
  readonly otp: SecondFactorFact
  readonly mustChange: boolean
}

/**
 * Whether the caller has the password of an account that may sign in. If the account may not sign in, a right password
 * is answered like a wrong one, to every caller.
 */
export const isPasswordAccepted = ({ password, status }: Pick<SignInFacts, 'password' | 'status'>): boolean =>
  isRight(password) && maySignIn({ status })

/**
 * Decides a sign-in, or asks for the OTP check that it still needs. A code is used up only if it matters. A forced
 * password change comes last, so that it cannot be reached without the second factor.
 */
export const decideSignIn = ({ otp, ...facts }: SignInFacts): SignInVerdict | 'check_otp' => {
  if (otp !== 'unchecked') return decideChecked({ ...facts, otp })
  return isPasswordAccepted(facts) ? 'check_otp' : 'wrong_credentials'
}

/** The facts of a sign-in that needs no further check. */
export type CheckedFacts = SignInFacts & { readonly otp: Exclude<SecondFactorFact, 'unchecked'> }

/** Decides a sign-in whose code was checked, or that has none to check. */
export const decideChecked = (facts: CheckedFacts): SignInVerdict => {
  if (!isPasswordAccepted(facts)) return 'wrong_credentials'
  if (facts.otp === 'not-sent') return 'otp_required'
  if (facts.otp === 'locked') return 'otp_locked'
  if (facts.otp === 'missing') return 'otp_enrolment_required'
  if (facts.otp === 'refused') return 'wrong_credentials'
  return facts.mustChange ? 'password_change_required' : 'signed_in'
}

/**
 * Whether a proof no longer counts when it is recorded: the user may not sign in any more, or has another password. A
 * user who must change the password meanwhile is not signed in with it.
 */
export const isOvertaken = (
  verdict: 'signed_in' | 'password_change_required',
  checked: Credential,
  user: Pick<User, 'status'>,
  present: Credential,
): boolean =>
  !maySignIn(user) ||
  !isSamePassword(present, checked) ||
  (verdict === 'signed_in' && present.mustChange !== checked.mustChange)
