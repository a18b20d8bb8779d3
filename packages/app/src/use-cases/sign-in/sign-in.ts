import { parsePlainPassword, type Credential, type PasswordHash, type Unavailable } from '@keepsake/domain'
import { ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../../account.ts'
import type { Context } from '../../context.ts'
import { issuePasswordToken } from '../passwords/password-token.ts'
import {
  authenticate,
  type Authenticated,
  type Credentials,
  type OtpEnrolmentRequired,
  type PlainVerdict,
  type TooManyAttempts,
} from './authenticate.ts'
import { rememberSource } from './password-attempt.ts'
import { parseAddress } from './source-of.ts'

/** An attempt to sign in. A recovery code is not looked at where a code is given. */
export type SignIn = Credentials

export type SignInAnswer =
  | {
      readonly verdict: 'signed_in'
      readonly account: Account
      /** Where a recovery code was used: how many are still good. With few left, `regenerateRecoveryCodes` makes others. */
      readonly recoveryCodesLeft?: number
    }
  /** `ticket`: good for changing this password once, within minutes, and for nothing else. Not to be logged. */
  | { readonly verdict: 'password_change_required'; readonly ticket: string }
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
    if (!('user' in authentication)) return answer(authentication)
    const { verdict, user, credential, hash } = authentication
    if (verdict === 'password_change_required') {
      const ticket = yield* issuePasswordToken('password_ticket', user.id, credential, context)
      return answer({ verdict, ticket: ticket.reveal() })
    }
    if (hash === 'outdated') yield* upgradeHash(attempt.password, credential, context)
    const account = yield* remember(authentication, attempt, context)
    const { recoveryCodesLeft: left } = authentication
    return answer({ verdict, account, ...(left === undefined ? {} : { recoveryCodesLeft: left }) })
  })

const answer = (given: SignInAnswer): Result<SignInAnswer, never> => ok(given)

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

const remember = (
  { user, credential, attempt }: Authenticated,
  { ip: from }: SignIn,
  { ports, storage }: Context,
): ResultAsync<Account, Unavailable> => {
  const at = ports.sources.clock()
  const ip = parseAddress(from)
  const signIns = { count: user.signIns.count + 1, lastAt: at, ...(ip === undefined ? {} : { lastIp: ip }) }
  return storage
    .atomically((stores) =>
      stores.users.recordSignIn(user.id, at, ip).andThen(() => rememberSource(attempt, user, at, stores)),
    )
    .map(() => toAccount({ ...user, signIns }, credential))
}
