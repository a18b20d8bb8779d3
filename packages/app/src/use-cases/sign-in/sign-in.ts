import {
  parsePlainPassword,
  type Credential,
  type PasswordHash,
  type Secret,
  type Unavailable,
} from '@keepsake/domain'
import { ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { issuePasswordToken } from '../passwords/password-token.ts'
import type { PasswordTransport } from '../passwords/password-transport.ts'
import { authenticate } from './authenticate.ts'
import type {
  Credentials,
  OtpEnrolmentRequired,
  PasswordPassed,
  PlainVerdict,
  TooManyAttempts,
} from './authentication.ts'
import { issueDeviceToken } from './device-token.ts'
import { recordSignIn } from './record-sign-in.ts'

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
  | OtpEnrolmentRequired
  | { readonly verdict: PlainVerdict }

/**
 * Signs a user in. If the hash is weaker than the pool's present hashes, it is replaced by a stronger hash of the same
 * password.
 */
export const signIn = (attempt: SignIn, context: Context): ResultAsync<SignInAnswer, Unavailable> =>
  safeTry(async function* () {
    const authentication = yield* authenticate(attempt, context)
    if (authentication.verdict === 'otp_required')
      return answer(yield* askForCode(attempt.password, authentication.passed, context))
    if (!('user' in authentication)) return answer(authentication)
    const { verdict, user, credential, hash } = authentication
    if (verdict === 'password_change_required') {
      const ticket = yield* issuePasswordToken('password_ticket', user.id, credential, context)
      return answer({ verdict, ticket })
    }
    if (hash === 'outdated') yield* upgradeHash(attempt.password, credential, context)
    const account = yield* recordSignIn(user, credential, attempt.ip, context)
    if (account === 'overtaken') return answer({ verdict: 'wrong_credentials' })
    const { recoveryCodesLeft: left } = authentication
    const deviceToken = issueDeviceToken(user.id, credential, context)
    return answer({
      verdict,
      account,
      deviceToken,
      ...(left === undefined ? {} : { recoveryCodesLeft: left }),
    })
  })

const answer = (given: SignInAnswer): Result<SignInAnswer, never> => ok(given)

/** The caller comes back with the ticket and without the password, so this is the only time to replace the hash. */
const askForCode = (
  text: string,
  { user, credential, hash, mustChange }: PasswordPassed,
  context: Context,
): ResultAsync<SignInAnswer, Unavailable> =>
  safeTry(async function* () {
    if (hash === 'outdated') yield* upgradeHash(text, credential, context)
    const ticket = yield* issuePasswordToken('sign_in_ticket', user.id, credential, context, { mustChange })
    return answer({ verdict: 'otp_required', ticket })
  })

/**
 * Hashes a right password again. Of several sign-ins at the same time, the first one's hash is kept. A password that was
 * changed meanwhile is kept too. If the hasher is busy, the old hash is kept until the next sign-in.
 */
const upgradeHash = (
  text: string,
  { userId, hash }: Credential,
  { ports, storage }: Context,
): ResultAsync<void, Unavailable> =>
  parsePlainPassword(text)
    .asyncAndThen((plain) => ports.passwordHasher.hash(plain, 'sign-in'))
    .map((stronger): PasswordHash | undefined => stronger)
    .orElse(() => okAsync<PasswordHash | undefined>(undefined))
    .andThen((stronger) =>
      stronger === undefined
        ? okAsync()
        : storage.credentials.upgrade(userId, hash, stronger).map(() => undefined),
    )
