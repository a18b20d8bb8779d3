import {
  decideSignIn,
  isPasswordAccepted,
  userId,
  type Credential,
  type HashVerdict,
  type OtpFact,
  type OtpSet,
  type Unavailable,
  type User,
  type UserId,
} from '@keepsake/domain'
import { errAsync, ok, okAsync, ResultAsync, safeTry, type Result } from 'neverthrow'
import type { Context } from '../../context.ts'
import { findByLogin, findCredentialOfLogin } from '../users/find-user.ts'
import type { Authentication, Credentials } from './authentication.ts'
import { checkOtp, type OtpProof } from './check-otp.ts'
import { checkPassword } from './check-password.ts'
import { clearAttempts } from './count-ways.ts'
import { findAttempt, noteWrong, reserveAttempt, type Refused } from './password-attempt.ts'
import { openDeviceToken } from './device-token.ts'
import { mustChange } from './must-change.ts'
import { sourceOf } from './source-of.ts'
import { standingsOf, standingsOfAttempt } from './standings.ts'
import { takeBackLater, type Marked } from './take-back.ts'
import type { PasswordAttempt } from './ways.ts'

/**
 * Checks a password, and a code if the user has an authenticator. An attempt without the right password of an account that
 * may sign in always takes the same steps and is counted in the same way, whether or not the login has a user. An attempt
 * waits for its turn before it is counted. If it gets no turn, it counts as not made. An accepted code or recovery code is
 * used up, whatever the verdict.
 */
export const authenticate = (
  given: Credentials,
  context: Context,
): ResultAsync<Authentication, Unavailable> =>
  safeTry(async function* () {
    const { login, password, signal } = given
    const source = sourceOf(given.ip)
    const token = openDeviceToken(given.deviceToken, context)
    const lane = source ?? ''
    const asker = { lane, standings: standingsOf({ owner: token?.user, network: source }, context), signal }
    const { user, attempt } = yield* context.lookups.enter(asker, () =>
      findByLogin(login, context).andThen((found) =>
        findAttempt(login, found, source, token, context).map((made) => ({ user: found, attempt: made })),
      ),
    )
    const checker = { lane, standings: standingsOfAttempt(attempt), signal }
    const tried = yield* context.checks.enter(checker, () => tryPassword(password, attempt, context))
    if ('retryAt' in tried) return answer({ verdict: 'too_many_attempts', ...tried })
    const { hash, checked, way, mark } = tried
    const isAccepted = user !== undefined && isPasswordAccepted({ password: hash, status: user.status })
    if (isAccepted && checked !== undefined)
      return ok(yield* goOn({ hash, checked, way, mark }, given, context))
    noteWrong(attempt, password, context)
    return answer({ verdict: 'wrong_credentials' })
  })

/** The result of a password check and the credential that was checked; or when the password may be tried. */
type TriedPassword =
  (Marked & { readonly hash: HashVerdict; readonly checked: Credential | undefined }) | Refused

/**
 * Counts an attempt, and checks the password if the attempt is granted. If the storage fails before the check, the attempt
 * is taken back. If the check itself fails, it stays counted: a custom verifier may fail for wrong passwords only.
 */
const tryPassword = (
  password: string,
  attempt: PasswordAttempt,
  context: Context,
): ResultAsync<TriedPassword, Unavailable> =>
  reserveAttempt(attempt, password, context).andThen((reserved) => {
    if ('retryAt' in reserved) return okAsync<TriedPassword, Unavailable>(reserved)
    return findCredentialOfLogin(userId(attempt.account), context)
      .andThen((checked) =>
        checkPassword(password, attempt.account, checked, context).map((hash) => ({
          ...reserved,
          hash,
          checked,
        })),
      )
      .orElse((failure) =>
        failure.part === 'storage' ? takeBackLater(reserved, failure, context) : errAsync(failure),
      )
  })

/** An attempt with the right password, on an account that may sign in. `checked` is the credential that was checked. */
type Accepted = Marked & {
  readonly hash: HashVerdict
  readonly checked: Credential
}

/** Decides how to go on after a right password. The check may have waited for its turn, so changes since then count. */
const goOn = (
  { hash, checked, ...attempt }: Accepted,
  given: Credentials,
  context: Context,
): ResultAsync<Authentication, Unavailable> =>
  safeTry(async function* () {
    const { user, credential, otps } = yield* findStanding(checked.userId, context).orElse((failure) =>
      takeBackLater(attempt, failure, context),
    )
    if (user === undefined || credential?.setAt !== checked.setAt)
      return answer({ verdict: 'wrong_credentials' })
    const facts = {
      // Another sign-in may have replaced an outdated hash meanwhile.
      password: credential.hash.encoded === checked.hash.encoded ? hash : 'right',
      status: user.status,
      otp: otpFact(otps, given, context),
      mustChange: mustChange(given.password, user, credential, otps !== undefined, context),
    }
    let verdict = decideSignIn(facts)
    // Whatever else is needed, the password was right: this caller is not guessing.
    if (verdict !== 'wrong_credentials') yield* clearAttempts(attempt, context)
    if (verdict === 'check_otp' && otps !== undefined)
      verdict = decideSignIn({ ...facts, otp: yield* checkOtp(user, otps, given, context) })
    if (verdict === 'check_otp') throw new Error('An authenticator is to be checked that is not there')
    if (verdict === 'otp_enrolment_required') return answer({ verdict, userId: user.id })
    if (verdict === 'otp_required')
      return answer({
        verdict,
        passed: { user, credential, hash: facts.password, mustChange: facts.mustChange },
      })
    return verdict === 'signed_in' || verdict === 'password_change_required'
      ? answer({ verdict, user, credential, hash: facts.password, ...codesLeft(otps, given) })
      : answer({ verdict })
  })

const answer = (given: Authentication): Result<Authentication, never> => ok(given)

type Standing = {
  readonly user: User | undefined
  readonly credential: Credential | undefined
  readonly otps: OtpSet | undefined
}

/** The present state of a user. */
const findStanding = (id: UserId, { storage }: Context): ResultAsync<Standing, Unavailable> =>
  ResultAsync.combine([
    storage.users.findByIds([id]),
    storage.credentials.findByUserIds([id]),
    storage.otps.findByUserIds([id]),
  ]).map(([[user], [credential], [otps]]) => ({ user, credential, otps }))

/** How many recovery codes are still valid after one was used. `otps` is the state before. */
export const codesLeft = (
  otps: OtpSet | undefined,
  { code, recoveryCode }: OtpProof,
): { readonly recoveryCodesLeft?: number } => {
  if (otps === undefined || code !== undefined || recoveryCode === undefined) return {}
  const good = otps.recoveryCodes.filter(({ usedAt }) => usedAt === undefined)
  return { recoveryCodesLeft: good.length - 1 }
}

const otpFact = (
  otps: OtpSet | undefined,
  { code, recoveryCode }: OtpProof,
  { settings }: Context,
): OtpFact => {
  if (otps === undefined) return settings.otp.required ? 'missing' : 'not-enrolled'
  return code === undefined && recoveryCode === undefined ? 'not-sent' : 'unchecked'
}
