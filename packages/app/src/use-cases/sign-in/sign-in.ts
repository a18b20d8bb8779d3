import {
  parsePlainPassword,
  type Credential,
  type PasswordHash,
  type Secret,
  type Unavailable,
} from '@keepsake/domain'
import { ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Account } from '../../account.ts'
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

/** An attempt to sign in. A recovery code is not looked at where a code is given. */
export type SignIn = Credentials & PasswordTransport

export type SignInAnswer =
  | {
      readonly verdict: 'signed_in'
      readonly account: Account
      /** For the device that has signed in to keep, as in a cookie, and to come back with (`deviceToken`). */
      readonly deviceToken: Secret<string>
      /** Where a recovery code was used: how many are still good. With few left, `authenticators.regenerateRecoveryCodes` makes others. */
      readonly recoveryCodesLeft?: number
    }
  /** `ticket`: good for completing this sign-in once with a code, within minutes (`completeSignIn`). */
  | { readonly verdict: 'otp_required'; readonly ticket: Secret<string> }
  /** `ticket`: good for changing this password once, within minutes, and for nothing else. */
  | { readonly verdict: 'password_change_required'; readonly ticket: Secret<string> }
  | TooManyAttempts
  | OtpEnrolmentRequired
  | { readonly verdict: PlainVerdict }

/**
 * Signs a user in. A hash that is weaker than what the pool writes today is replaced by a stronger one of the same
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

/** Who comes back with the ticket has the password no more: its hash is replaced now or never. */
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
 * Hashes a right password anew. Of several sign-ins at one moment the first one's hash stays; a password that was
 * changed meanwhile stays changed. Where the hasher is busy the old hash does until the next time.
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
