import {
  decideSignIn,
  isExpired,
  ownIdentifiers,
  parsePlainPassword,
  userId,
  type Credential,
  type HashVerdict,
  type Instant,
  type OtpEnrolment,
  type OtpFact,
  type SignInVerdict,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { ok, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { findByLogin, findCredential } from '../find-user.ts'
import { findWeaknesses } from '../passwords/judge-password.ts'
import { checkOtp, type OtpProof } from './check-otp.ts'
import { checkPassword } from './check-password.ts'
import { clearAttempts, findAttempt, reserveAttempt, type PasswordAttempt } from './password-attempt.ts'

/** What a person says to be let in. */
export type Credentials = OtpProof & {
  /** An email, phone number or username, in any spelling. */
  readonly login: string
  readonly password: string
  /**
   * The address that the attempt comes from, as the embedder saw it. Who guesses from there is slowed down; without it,
   * all attempts on an account are slowed down together. What is no address counts as absent.
   */
  readonly ip?: string
}

/** Somebody who has proved to be the user; `hash` says whether the password's hash is up to date. */
export type Authenticated = {
  readonly verdict: 'signed_in' | 'password_change_required'
  readonly user: User
  readonly credential: Credential
  readonly hash: HashVerdict
  readonly attempt: PasswordAttempt
}

/** There were too many attempts: nothing was looked at, and before `retryAt` nothing will be. */
export type TooManyAttempts = { readonly verdict: 'too_many_attempts'; readonly retryAt: Instant }

export type Authentication =
  Authenticated | TooManyAttempts | { readonly verdict: Exclude<SignInVerdict, Authenticated['verdict']> }

/**
 * Checks a password and, where the user has an authenticator, a code. A login that leads to nobody takes the same work
 * as one that does, and counts its attempts like one. A code or recovery code that was accepted is used up, whatever
 * the verdict.
 */
export const authenticate = (
  given: Credentials,
  context: Context,
): ResultAsync<Authentication, Unavailable> =>
  safeTry(async function* () {
    const user = yield* findByLogin(given.login, context)
    const attempt = yield* findAttempt(given.login, user, given.ip, context)
    const reservation = yield* reserveAttempt(attempt, context)
    if (!reservation.granted) return answer({ verdict: 'too_many_attempts', retryAt: reservation.retryAt })

    const credential = yield* findCredential(user?.id ?? userId(attempt.account), context)
    const hash = yield* checkPassword(given.password, attempt.account, credential, context)
    if (user === undefined || credential === undefined) return answer({ verdict: 'wrong_credentials' })

    const [enrolment] = yield* context.storage.otps.findByUserIds([user.id])
    const facts = {
      password: hash,
      status: user.status,
      otp: otpFact(enrolment, given),
      mustChange: mustChange(given.password, user, credential, enrolment !== undefined, context),
    }
    let verdict = decideSignIn(facts)
    // Whatever else it takes, the password was right: who has it need not guess it.
    if (verdict !== 'wrong_credentials') yield* clearAttempts(attempt, context)
    if (verdict === 'check_otp' && enrolment !== undefined)
      verdict = decideSignIn({ ...facts, otp: yield* checkOtp(enrolment, given, context) })
    if (verdict === 'check_otp') throw new Error('An authenticator is to be checked that is not there')
    return verdict === 'signed_in' || verdict === 'password_change_required'
      ? answer({ verdict, user, credential, hash, attempt })
      : answer({ verdict })
  })

const answer = (given: Authentication): Result<Authentication, never> => ok(given)

const otpFact = (enrolment: OtpEnrolment | undefined, { code, recoveryCode }: OtpProof): OtpFact => {
  if (enrolment === undefined) return 'not-enrolled'
  return code === undefined && recoveryCode === undefined ? 'not-sent' : 'unchecked'
}

/** Whether a right password is one to be changed: it says so itself, has grown too old, or the pool has become stricter. */
const mustChange = (
  text: string,
  user: User,
  credential: Credential,
  hasSecondFactor: boolean,
  context: Context,
): boolean => {
  const { policy, weakAtSignIn } = context.settings.passwords
  if (credential.mustChange || isExpired(credential.setAt, policy, context.ports.sources.clock())) return true
  if (weakAtSignIn === 'accept') return false
  const account = { identifiers: ownIdentifiers(user), hasSecondFactor }
  return parsePlainPassword(text)
    .map((plain) => findWeaknesses(plain, account, context).length > 0)
    .unwrapOr(false)
}
