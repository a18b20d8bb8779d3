import type { Credential, HashVerdict, SecondFactor, Unavailable, User, UserId } from '@keepsake/domain'
import {
  decideChecked,
  decideSignIn,
  isSamePassword,
  mustBeChanged,
  ownIdentifiers,
  parsePlainPassword,
  type SecondFactorFact,
  type SignInVerdict,
} from '@keepsake/domain/rules'
import { err, errAsync, ok, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../context.ts'
import { takeBackLater, type Admitted } from '../../guessing/take-back.ts'
import { findWeaknesses } from '../passwords/judge-password.ts'
import { checkCode, type AuthenticatorProof } from './check-code.ts'
import type { RightPassword } from './check-password.ts'
import { clearAttempts } from './count-ways.ts'
import { wrongCredentials, type Credentials, type Ended } from './outcome.ts'
import { factOf, type ShownCode } from './shown-code.ts'

/** What a person has proved, and what it comes to. Nothing of it is written yet. */
export type Proved = Admitted & {
  readonly verdict: SignInVerdict
  readonly user: User
  readonly credential: Credential
  /** Whether the hash of the password is up to date. */
  readonly hash: HashVerdict
  readonly mustChange: boolean
  /** The right code that was shown, if one was needed. It is not used up yet. */
  readonly shown?: ShownCode
}

/**
 * Decides how to go on after a right password, and checks the code, if one was sent and is needed. The check of the password
 * may have waited for its turn, so changes since then count.
 */
export const checkSecondFactor = (
  { hash, checked, ...admitted }: RightPassword,
  given: Credentials,
  context: Context,
): ResultAsync<Proved, Ended | Unavailable> =>
  safeTry(async function* () {
    const { user, credential, secondFactor } = yield* findStanding(checked.userId, context).orElse(
      (failure) => takeBackLater(admitted, failure, context),
    )
    if (user === undefined || credential === undefined || !isSamePassword(credential, checked))
      return err(wrongCredentials)
    const facts = {
      // Another sign-in may have replaced an outdated hash meanwhile.
      password: credential.hash.encoded === checked.hash.encoded ? hash : ('right' as const),
      status: user.status,
      otp: secondFactorFact(secondFactor, given, context),
      mustChange: mustChange(given.password, user, credential, secondFactor !== undefined, context),
    }
    const proved = { ...admitted, user, credential, hash: facts.password, mustChange: facts.mustChange }
    const verdict = decideSignIn(facts)
    if (verdict === 'wrong_credentials') return err(wrongCredentials)
    if (verdict !== 'check_otp') return ok({ ...proved, verdict })
    if (secondFactor === undefined) throw new Error('An authenticator is to be checked that is not there')
    // Whatever becomes of the code, the password was right: this caller is not guessing.
    const code = yield* checkCode(user, secondFactor, given, context).orElse((failure) =>
      clearAttempts(admitted, context).andThen(() => errAsync(failure)),
    )
    return ok({
      ...proved,
      verdict: decideChecked({ ...facts, otp: factOf(code) }),
      ...(typeof code === 'string' ? {} : { shown: code }),
    })
  })

type Standing = {
  readonly user: User | undefined
  readonly credential: Credential | undefined
  readonly secondFactor: SecondFactor | undefined
}

/** The present state of a user. */
const findStanding = (id: UserId, { storage }: Context): ResultAsync<Standing, Unavailable> =>
  ResultAsync.combine([
    storage.users.findByIds([id]),
    storage.credentials.findByUserIds([id]),
    storage.secondFactors.findByUserIds([id]),
  ]).map(([[user], [credential], [secondFactor]]) => ({ user, credential, secondFactor }))

const secondFactorFact = (
  secondFactor: SecondFactor | undefined,
  { code, recoveryCode }: AuthenticatorProof,
  { settings }: Context,
): SecondFactorFact => {
  if (secondFactor === undefined) return settings.otp.required ? 'missing' : 'not-enrolled'
  return code === undefined && recoveryCode === undefined ? 'not-sent' : 'unchecked'
}

/** Whether a right password must be changed: its record says so, it is too old, or the pool has become stricter. */
const mustChange = (
  text: string,
  user: User,
  credential: Credential,
  hasSecondFactor: boolean,
  context: Context,
): boolean => {
  const { policy, weakAtSignIn } = context.settings.passwords
  if (mustBeChanged(credential, policy, context.ports.system.clock())) return true
  if (weakAtSignIn === 'accept') return false
  const account = { identifiers: ownIdentifiers(user), hasSecondFactor }
  return parsePlainPassword(text)
    .map((plain) => findWeaknesses(plain, account, context).length > 0)
    .unwrapOr(false)
}
