import type { Credential, HashVerdict, SignInVerdict, User, UserId } from '@keepsake/domain'
import type { Caller } from '../shared/caller.ts'
import type { OtpProof } from './check-otp.ts'
import type { Refused } from './password-attempt.ts'

/** What a person gives to sign in. */
export type Credentials = OtpProof &
  Caller & {
    /** An email, phone number or username, in any spelling. */
    readonly login: string
    readonly password: string
    /**
     * The token that an earlier sign-in gave to this device. Attempts with it are counted separately, so attempts of others
     * cannot block the device. A token that is not valid for this user counts as absent.
     */
    readonly deviceToken?: string
  }

/** A person who has proved to be the user. `hash` says whether the password's hash is up to date. */
export type Authenticated = {
  readonly verdict: 'signed_in' | 'password_change_required'
  readonly user: User
  readonly credential: Credential
  readonly hash: HashVerdict
  /** How many recovery codes are still valid. Present if one was used. */
  readonly recoveryCodesLeft?: number
}

/**
 * There were too many attempts, and the password was not checked. `retryAt`: when the same password may be tried again.
 * `otherPasswordAt`: before this time, no other password is checked.
 */
export type TooManyAttempts = { readonly verdict: 'too_many_attempts' } & Refused

/**
 * The password was right, and the pool demands an authenticator. Call `authenticators.begin` for this user, then sign in
 * again.
 */
export type OtpEnrolmentRequired = { readonly verdict: 'otp_enrolment_required'; readonly userId: UserId }

/** The password was right, and a code or recovery code is still needed. */
export type OtpRequired = { readonly verdict: 'otp_required'; readonly passed: PasswordPassed }

/** A person who has shown only the password so far. */
export type PasswordPassed = {
  readonly user: User
  readonly credential: Credential
  readonly hash: HashVerdict
  readonly mustChange: boolean
}

/** Verdicts without further data. */
export type PlainVerdict = Exclude<
  SignInVerdict,
  (Authenticated | OtpEnrolmentRequired | OtpRequired)['verdict']
>

/** The result of checking credentials. */
export type Authentication =
  Authenticated | TooManyAttempts | OtpEnrolmentRequired | OtpRequired | { readonly verdict: PlainVerdict }
