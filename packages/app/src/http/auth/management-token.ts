import { hkdfSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Instant, UserPoolId } from '@keepsake/domain'
import type { AccessKey } from './access-key.ts'
import { authFailure, type AuthFailure } from './auth-failure.ts'
import { verifyJwt } from './jwt.ts'

/** What a management token is made from and judged by. */
export type ManagementTokenSettings = AccessKey & { readonly userPoolId: UserPoolId; readonly now: Instant }

/** `data` of `get-management-token`: the JWT and its lifetime in seconds. */
export type ManagementToken = { readonly access_token: string; readonly expires_in: number }

/** Two hours, in seconds, as Authing gives; the token cannot be called back except by a new access key secret. */
const lifetime = 7200

/** Seconds past its end that a token is taken: the Java SDK uses it to the very last moment, and the request travels. */
const grace = 5

/** Pinned: a token whose header names another algorithm, or none, is refused. */
const algorithm = 'HS256'

/**
 * Issues the token that the Java, Go, Python and PHP SDKs send in place of a signature. They read `scoped_userpool_id`
 * from it. Python decodes the payload as plain base64, not base64url, so that nothing is put in that could hold `>`,
 * `?`, `~` or a character beyond ASCII: the pool id and numbers only.
 */
export const issueManagementToken = (
  settings: ManagementTokenSettings,
): ResultAsync<ManagementToken, never> => {
  const issuedAt = Math.floor(settings.now / 1000)
  const token = new SignJWT({ scoped_userpool_id: settings.userPoolId })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(signingKey(settings))
  return ResultAsync.fromSafePromise(token).map((access_token) => ({ access_token, expires_in: lifetime }))
}

/** Accepts a token that this access key's secret signed for this pool and that has not expired at `now`. */
export const verifyManagementToken = (
  token: string,
  settings: ManagementTokenSettings,
): ResultAsync<void, AuthFailure> =>
  verifyJwt(token, signingKey(settings), settings.now, {
    algorithms: [algorithm],
    typ: 'JWT',
    requiredClaims: ['iat', 'exp', 'scoped_userpool_id'],
    clockTolerance: grace,
  })
    .mapErr(() => authFailure('unauthorized'))
    .andThen(({ payload }) =>
      payload['scoped_userpool_id'] === settings.userPoolId
        ? okAsync()
        : errAsync(authFailure('unauthorized')),
    )

/** HKDF (RFC 5869) makes a key of its own, so that the secret, which signs requests too, is never a JWT key. */
const signingKey = ({ accessKeyId, accessKeySecret }: AccessKey): Uint8Array =>
  new Uint8Array(
    hkdfSync('sha256', accessKeySecret.reveal(), accessKeyId, 'keepsake management token v1', 32),
  )
