import {
  decideSignIn,
  type Credential,
  type HashVerdict,
  type OtpEnrolment,
  type OtpFact,
  type SignInVerdict,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { ok, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'
import { checkOtp, type OtpProof } from './check-otp.ts'
import { checkPassword } from './check-password.ts'
import { findByLogin, findCredential } from './find-user.ts'

/** What a person says to be let in. */
export type Credentials = OtpProof & {
  /** An email, phone number or username, in any spelling. */
  readonly login: string
  readonly password: string
}

/** Somebody who has proved to be the user; `hash` says whether the password's hash is up to date. */
export type Authenticated = {
  readonly verdict: 'signed_in' | 'password_change_required'
  readonly user: User
  readonly credential: Credential
  readonly hash: HashVerdict
}

export type Authentication =
  Authenticated | { readonly verdict: Exclude<SignInVerdict, Authenticated['verdict']> }

/**
 * Checks a password and, where the user has an authenticator, a code. A login that leads to nobody takes the same work
 * as one that does. A code or recovery code that was accepted is used up, whatever the verdict.
 */
export const authenticate = (
  given: Credentials,
  context: Context,
): ResultAsync<Authentication, Unavailable> =>
  safeTry(async function* () {
    const user = yield* findByLogin(given.login, context)
    const credential = user === undefined ? undefined : yield* findCredential(user.id, context)
    const hash = yield* checkPassword(given.password, credential, context)
    if (user === undefined || credential === undefined) return answer({ verdict: 'wrong_credentials' })

    const [enrolment] = yield* context.storage.otps.findByUserIds([user.id])
    const facts = {
      password: hash,
      status: user.status,
      otp: otpFact(enrolment, given),
      mustChange: credential.mustChange,
    }
    let verdict = decideSignIn(facts)
    if (verdict === 'check_otp' && enrolment !== undefined)
      verdict = decideSignIn({ ...facts, otp: yield* checkOtp(enrolment, given, context) })
    if (verdict === 'check_otp') throw new Error('An authenticator is to be checked that is not there')
    return verdict === 'signed_in' || verdict === 'password_change_required'
      ? answer({ verdict, user, credential, hash })
      : answer({ verdict })
  })

const answer = (given: Authentication): Result<Authentication, never> => ok(given)

const otpFact = (enrolment: OtpEnrolment | undefined, { code, recoveryCode }: OtpProof): OtpFact => {
  if (enrolment === undefined) return 'not-enrolled'
  return code === undefined && recoveryCode === undefined ? 'not-sent' : 'unchecked'
}
