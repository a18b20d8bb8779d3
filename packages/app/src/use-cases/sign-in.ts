import {
  decideSignIn,
  findStep,
  parsePlainPassword,
  parseRecoveryCode,
  spellings,
  type Credential,
  type HashVerdict,
  type OtpEnrolment,
  type OtpFact,
  type PasswordHash,
  type SignInVerdict,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../account.ts'
import type { Context } from '../context.ts'
import { findByLogin, findCredential } from './find-user.ts'
import { openOtpSecret } from './otp-secret.ts'

export type SignIn = {
  /** An email, phone number or username, in any spelling. */
  readonly login: string
  readonly password: string
  /** The code that the user's authenticator shows. */
  readonly code?: string
  /** Instead of a code, where the authenticator is lost. It works once. Not looked at where a code is given. */
  readonly recoveryCode?: string
  /** Where the attempt comes from, to be remembered with the sign-in. */
  readonly ip?: string
}

export type SignInAnswer =
  | { readonly verdict: 'signed_in'; readonly account: Account }
  | { readonly verdict: Exclude<SignInVerdict, 'signed_in'> }

/**
 * Checks a password and, where the user has an authenticator, a code. A login that leads to nobody takes the same work
 * as one that does. A code or recovery code that was accepted is used up, whatever the verdict. A hash that is weaker
 * than what the pool writes today is replaced by a stronger one of the same password.
 */
export const signIn = (attempt: SignIn, context: Context): ResultAsync<SignInAnswer, Unavailable> =>
  safeTry(async function* () {
    const user = yield* findByLogin(attempt.login, context)
    const credential = user === undefined ? undefined : yield* findCredential(user.id, context)
    const password = yield* checkPassword(attempt.password, credential, context)
    if (user === undefined || credential === undefined) return answer({ verdict: 'wrong_credentials' })

    const [enrolment] = yield* context.storage.otps.findByUserIds([user.id])
    const facts = {
      password,
      status: user.status,
      otp: otpFact(enrolment, attempt),
      mustChange: credential.mustChange,
    }
    let verdict = decideSignIn(facts)
    if (verdict === 'check_otp' && enrolment !== undefined)
      verdict = decideSignIn({ ...facts, otp: yield* checkOtp(enrolment, attempt, context) })
    if (verdict === 'check_otp') throw new Error('An authenticator is to be checked that is not there')
    if (verdict !== 'signed_in') return answer({ verdict })
    if (password === 'outdated') yield* upgradeHash(attempt.password, credential, context)
    return answer({ verdict, account: yield* remember(user, credential, attempt, context) })
  })

const answer = (given: SignInAnswer): Result<SignInAnswer, never> => ok(given)

const otpFact = (enrolment: OtpEnrolment | undefined, { code, recoveryCode }: SignIn): OtpFact => {
  if (enrolment === undefined) return 'not-enrolled'
  return code === undefined && recoveryCode === undefined ? 'not-sent' : 'unchecked'
}

/** Always verifies one hash a spelling: the user's, or a decoy where there is no user, no password, or no sane input. */
const checkPassword = (
  text: string,
  credential: Credential | undefined,
  context: Context,
): ResultAsync<HashVerdict, Unavailable> => {
  const plain = parsePlainPassword(text)
  const texts = plain.isOk() ? spellings(plain.value) : ['']
  if (plain.isOk() && credential !== undefined) return verifyAny(texts, credential.hash, context)
  return context
    .decoy()
    .andThen((decoy) => verifyAny(texts, decoy, context))
    .map(() => 'wrong')
}

const verifyAny = (
  [text, ...others]: readonly string[],
  hash: PasswordHash,
  context: Context,
): ResultAsync<HashVerdict, Unavailable> =>
  context.ports.passwordVerifier
    .verify(text ?? '', hash)
    .andThen((verdict) =>
      verdict === 'wrong' && others.length > 0 ? verifyAny(others, hash, context) : okAsync(verdict),
    )

const checkOtp = (
  enrolment: OtpEnrolment,
  { code, recoveryCode }: SignIn,
  context: Context,
): ResultAsync<OtpFact, Unavailable> => {
  if (code !== undefined) return checkCode(enrolment, code, context)
  return recoveryCode === undefined
    ? okAsync('not-sent')
    : checkRecoveryCode(enrolment, recoveryCode, context)
}

const checkCode = (
  enrolment: OtpEnrolment,
  code: string,
  context: Context,
): ResultAsync<OtpFact, Unavailable> => {
  const { otpEngine, sources } = context.ports
  return openOtpSecret(enrolment, context).andThen((secret) => {
    const step = findStep(otpEngine, secret, code, sources.clock(), context.settings.otp.pastSteps)
    return step === undefined
      ? okAsync<OtpFact>('refused')
      : context.storage.otps.acceptStep(enrolment.id, step).map(toFact)
  })
}

const checkRecoveryCode = (
  enrolment: OtpEnrolment,
  text: string,
  { ports, storage }: Context,
): ResultAsync<OtpFact, Unavailable> => {
  const code = parseRecoveryCode(text)
  if (code.isErr() || enrolment.recovery === undefined) return okAsync('refused')
  return ports.recoveryCodeHasher
    .matches(code.value, enrolment.recovery.hash)
    .andThen((matches) =>
      matches
        ? storage.otps.useRecoveryCode(enrolment.id, ports.sources.clock()).map(toFact)
        : okAsync<OtpFact>('refused'),
    )
}

const toFact = (verdict: 'accepted' | 'used-before'): OtpFact =>
  verdict === 'accepted' ? 'accepted' : 'refused'

/**
 * Hashes a right password anew. Of several sign-ins at one moment the first one's hash stays; a password that was
 * changed meanwhile stays changed. Where the hasher is busy the old hash does until the next time.
 */
const upgradeHash = (
  text: string,
  { userId, hash }: Credential,
  { ports, storage }: Context,
): ResultAsync<void, Unavailable> =>
  parsePlainPassword(text)
    .asyncAndThen((plain) => ports.passwordHasher.hash(plain))
    .map((stronger): PasswordHash | undefined => stronger)
    .orElse(() => okAsync<PasswordHash | undefined>(undefined))
    .andThen((stronger) =>
      stronger === undefined
        ? okAsync()
        : storage.credentials.upgrade(userId, hash, stronger).map(() => undefined),
    )

const remember = (
  user: User,
  credential: Credential,
  { ip }: SignIn,
  { ports, storage }: Context,
): ResultAsync<Account, Unavailable> => {
  const at = ports.sources.clock()
  const signIns = { count: user.signIns.count + 1, lastAt: at, ...(ip === undefined ? {} : { lastIp: ip }) }
  return storage.users.recordSignIn(user.id, at, ip).map(() => toAccount({ ...user, signIns }, credential))
}
