import type { Credential, UserId } from '@keepsake/domain'
import type { Refused, SignInVerdict } from '@keepsake/domain/rules'
import type { Account } from '../users/account.ts'
import type { Caller } from '../shared/caller.ts'
import type { AuthenticatorProof } from './check-code.ts'

/** What a person gives to sign in. */
export type Credentials = AuthenticatorProof &
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

/**
 * There were too many attempts, and the password was not checked. `retryAt`: when the same password may be tried again.
 * `otherPasswordAt`: before this time, no other password is checked.
 */
export type TooManyAttempts = { readonly verdict: 'too_many_attempts' } & Refused

/**
 * The password was right, and the pool demands an authenticator. Call `authenticators.begin` for this user, then sign in
 * again.
 */
export type EnrolmentRequired = { readonly verdict: 'otp_enrolment_required'; readonly userId: UserId }

/** Verdicts without further data. */
export type PlainVerdict = 'wrong_credentials' | 'otp_locked'

/** A step has ended the sign-in: the steps after it are not taken. */
export type Ended = {
  readonly kind: 'ended'
  readonly answer: TooManyAttempts | { readonly verdict: 'wrong_credentials' }
}

/** Ends a sign-in whose password was not checked. */
export const tooMany = (refused: Refused): Ended => ({
  kind: 'ended',
  answer: { verdict: 'too_many_attempts', ...refused },
})

/** Ends a sign-in as any sign-in without the right password ends. */
export const wrongCredentials: Ended = { kind: 'ended', answer: { verdict: 'wrong_credentials' } }

/** What the last step has written. `overtaken`: since the check, something has changed, and the proof no longer counts. */
export type Recorded = {
  readonly verdict: SignInVerdict | 'overtaken'
  readonly account: Account
  readonly credential: Credential
  /** How many recovery codes are still valid. Present if one was used. */
  readonly recoveryCodesLeft?: number
}
