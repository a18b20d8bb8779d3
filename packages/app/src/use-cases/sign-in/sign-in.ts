import type { PasswordHash, Secret, Unavailable } from '@keepsake/domain'
import { parsePlainPassword } from '@keepsake/domain/rules'
import { errAsync, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { issuePasswordToken } from '../passwords/password-token.ts'
import type { PasswordTransport } from '../passwords/password-transport.ts'
import { admit, inTurn } from './admit.ts'
import { checkPassword } from './check-password.ts'
import { checkSecondFactor, type Proved } from './check-second-factor.ts'
import { issueDeviceToken } from './device-token.ts'
import { findAttempt } from './find-attempt.ts'
import type {
  Credentials,
  Ended,
  EnrolmentRequired,
  PlainVerdict,
  Recorded,
  TooManyAttempts,
} from './outcome.ts'
import { record } from './record.ts'

/** An attempt to sign in. If a code is given, a recovery code is ignored. */
export type SignIn = Credentials & PasswordTransport

/** The answer to a sign-in. Its `verdict` says whether the user is signed in, or what must happen first. */
export type SignInAnswer =
  | {
      readonly verdict: 'signed_in'
      readonly account: Account
      /**
       * For the device that has signed in. It stores the token, for example in a cookie, and sends it with the next sign-in
       * (`deviceToken`).
       */
      readonly deviceToken: Secret<string>
      /**
       * How many recovery codes are still valid. Present if one was used. If few are left,
       * `authenticators.regenerateRecoveryCodes` makes new ones.
       */
      readonly recoveryCodesLeft?: number
    }
  /** `ticket`: completes this sign-in once with a code, within minutes (`completeSignIn`). */
  | { readonly verdict: 'otp_required'; readonly ticket: Secret<string> }
  /** `ticket`: changes this password once, within minutes, and does nothing else. */
  | { readonly verdict: 'password_change_required'; readonly ticket: Secret<string> }
  | TooManyAttempts
  | EnrolmentRequired
  | { readonly verdict: PlainVerdict }

/**
 * Signs a user in. An attempt without the right password of an account that may sign in always takes the same steps and is
 * counted in the same way, whether or not the login has a user. If the hash is weaker than the pool's present hashes, it is
 * replaced by a stronger hash of the same password.
 */
export const signIn = (given: SignIn, context: Context): ResultAsync<SignInAnswer, Unavailable> =>
  safeTry<SignInAnswer, Ended | Unavailable>(async function* () {
    const proved = yield* prove(given, context)
    const stronger = yield* hashAgain(given.password, proved, context)
    const recorded = yield* record(proved, { signsIn: true, ip: given.ip, stronger }, context)
    return toAnswer(recorded, proved, context)
  }).orElse((failure) => (failure.kind === 'ended' ? okAsync(failure.answer) : errAsync(failure)))

/**
 * The steps by which a person proves to be the user: find, admit, check the password, check the second factor. Nothing is
 * written but the count of the attempt; `record` writes the rest. An attempt waits for its turn before it is counted.
 */
export const prove = (given: Credentials, context: Context): ResultAsync<Proved, Ended | Unavailable> =>
  safeTry(async function* () {
    const attempt = yield* findAttempt(given, context)
    const password = yield* inTurn(attempt, given, context, () =>
      admit(attempt, given.password, context).andThen((admitted) =>
        checkPassword(admitted, attempt, given.password, context),
      ),
    )
    return checkSecondFactor(password, given, context)
  })

/**
 * Hashes a right password again, if its hash is outdated. If a code is still needed, the caller comes back without the
 * password, so this is the only time to do so. If the hasher is busy, the old hash is kept until the next sign-in.
 */
const hashAgain = (
  text: string,
  { hash, verdict }: Proved,
  { ports }: Context,
): ResultAsync<PasswordHash | undefined, Unavailable> =>
  hash !== 'outdated' || (verdict !== 'signed_in' && verdict !== 'otp_required')
    ? okAsync(undefined)
    : parsePlainPassword(text)
        .asyncAndThen((plain) => ports.passwordHasher.hash(plain, 'sign-in'))
        .map((stronger): PasswordHash | undefined => stronger)
        .orElse(() => okAsync<PasswordHash | undefined, Unavailable>(undefined))

/** Makes the tickets and tokens that the caller needs to go on. */
const toAnswer = (
  { verdict, account, credential, ...more }: Recorded,
  { mustChange }: Proved,
  context: Context,
): ResultAsync<SignInAnswer, Unavailable> => {
  const { id } = account.user
  switch (verdict) {
    case 'signed_in':
      return okAsync({ verdict, account, deviceToken: issueDeviceToken(id, credential, context), ...more })
    case 'otp_required':
      return issuePasswordToken('sign_in_ticket', id, credential, context, { mustChange }).map((ticket) => ({
        verdict,
        ticket,
      }))
    case 'password_change_required':
      return issuePasswordToken('password_ticket', id, credential, context).map((ticket) => ({
        verdict,
        ticket,
      }))
    case 'otp_enrolment_required':
      return okAsync({ verdict, userId: id })
    case 'otp_locked':
      return okAsync({ verdict })
    case 'wrong_credentials':
    case 'overtaken':
      return okAsync({ verdict: 'wrong_credentials' })
  }
}
