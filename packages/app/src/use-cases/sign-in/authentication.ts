import type { Credential, HashVerdict, SignInVerdict, User, UserId } from '@keepsake/domain'
import type { Caller } from '../caller.ts'
import type { OtpProof } from './check-otp.ts'
import type { Refused } from './password-attempt.ts'

/** What a person says to be let in. */
export type Credentials = OtpProof &
  Caller & {
    /** An email, phone number or username, in any spelling. */
    readonly login: string
    readonly password: string
    /**
     * What an earlier sign-in has given to this device. Its attempts are counted by themselves, so that nobody else's
     * keep it out. One that is not good for this user counts as absent.
     */
    readonly deviceToken?: string
  }

/** Somebody who has proved to be the user; `hash` says whether the password's hash is up to date. */
export type Authenticated = {
  readonly verdict: 'signed_in' | 'password_change_required'
  readonly user: User
  readonly credential: Credential
  readonly hash: HashVerdict
  /** Where a recovery code was used: how many are still good. */
  readonly recoveryCodesLeft?: number
}

/**
 * There were too many attempts, and the password was not looked at. `retryAt`: the same password may be tried again then.
 * `otherPasswordAt`: before that no other password will be looked at.
 */
export type TooManyAttempts = { readonly verdict: 'too_many_attempts' } & Refused

/** The password was right, and the pool demands an authenticator: `authenticators.begin` for this user, then another sign-in. */
export type OtpEnrolmentRequired = { readonly verdict: 'otp_enrolment_required'; readonly userId: UserId }

/** The password was right, and a code or recovery code is still missing. */
export type OtpRequired = { readonly verdict: 'otp_required'; readonly passed: PasswordPassed }

/** Somebody who has shown the password, and nothing else yet. */
export type PasswordPassed = {
  readonly user: User
  readonly credential: Credential
  readonly hash: HashVerdict
  readonly mustChange: boolean
}

/** Verdicts that say it all. */
export type PlainVerdict = Exclude<
  SignInVerdict,
  (Authenticated | OtpEnrolmentRequired | OtpRequired)['verdict']
>

export type Authentication =
  Authenticated | TooManyAttempts | OtpEnrolmentRequired | OtpRequired | { readonly verdict: PlainVerdict }
