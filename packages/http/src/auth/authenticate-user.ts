import { within, type Failure, type Unavailable, type UserId } from '@keepsake/domain'
import { maySignIn } from '@keepsake/domain/rules'
import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Keepsake } from '@keepsake/app'
import { authFailure, type AuthFailure } from './auth-failure.ts'
import type { ManagementTokenSettings } from './management-token.ts'
import { verifyUserToken, type UserClaims } from './user-token.ts'

/** Longer than any token of ours, including a ticket under a key of a key management service. */
const maxAuthorization = 8192 + 'Bearer '.length

/** The token in an `Authorization` header. The SDKs write it with or without `Bearer ` before it. */
export const bearerOf = (authorization = ''): string | undefined => {
  const token = within(authorization, maxAuthorization)
    ?.replace(/^bearer(?: |$)/i, '')
    .trim()
  return token === '' ? undefined : token
}

/**
 * Finds the user of a token, and checks the user's present state: the user may sign in, and still has the password that the
 * token was issued for. To change the second factor (`factor-owner`), the user must have shown it, if there is one.
 * Otherwise anyone who knows the password could remove an authenticator that was enrolled later, or add their own. For
 * `factor-owner`, the token of a sign-in that demanded an authenticator is accepted too.
 */
export const authenticateUser = (
  authorization: string | undefined,
  access: 'user' | 'factor-owner',
  keepsake: Keepsake,
  settings: ManagementTokenSettings,
): ResultAsync<UserId, AuthFailure | Unavailable> =>
  safeTry(async function* () {
    const token = bearerOf(authorization)
    if (token === undefined) return err(notSignedIn)
    const claims = yield* verifyUserToken('access', token, settings).orElse((failure) =>
      access === 'factor-owner' ? verifyUserToken('enrolment', token, settings) : errAsync(failure),
    )
    const account = yield* keepsake.users.get({ userId: claims.userId }).mapErr(orNotSignedIn)
    if (account === undefined || !maySignIn(account.user)) return err(notSignedIn)
    if (account.password?.setAt !== claims.passwordSetAt) return err(notSignedIn)
    if (access === 'factor-owner' && (yield* lacksSecondFactor(claims, keepsake))) return err(notSignedIn)
    return ok(account.user.id)
  })

const notSignedIn = authFailure('not_signed_in')

const orNotSignedIn = (failure: Failure): AuthFailure | Unavailable =>
  failure.kind === 'unavailable' ? failure : notSignedIn

const lacksSecondFactor = (
  { userId, methods }: UserClaims,
  keepsake: Keepsake,
): ResultAsync<boolean, AuthFailure | Unavailable> =>
  keepsake.authenticators
    .list({ userId })
    .map(({ authenticators }) => authenticators.length > 0 && !methods.some((each) => each === 'mfa'))
    .mapErr(orNotSignedIn)
