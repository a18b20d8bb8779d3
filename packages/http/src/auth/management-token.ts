import { createHash, hkdfSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Instant, UserPoolId } from '@keepsake/domain'
import { everyKey, type AccessKey, type AccessKeys, type BoundKey } from './access-key.ts'
import { authFailure, type AuthFailure } from './auth-failure.ts'
import { keyIdIn, verifyJwt } from './jwt.ts'

/** What a management token is made from and judged by. */
export type ManagementTokenSettings = AccessKeys & { readonly userPoolId: UserPoolId; readonly now: Instant }

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
 * `?`, `~` or a character beyond ASCII: the pool id and numbers only. The token is its key's, by its signature: whatever
 * tenant that is bound to, the token is.
 */
export const issueManagementToken = (
  settings: ManagementTokenSettings,
  key: AccessKey = settings,
): ResultAsync<ManagementToken, never> => {
  const issuedAt = Math.floor(settings.now / 1000)
  const isOwn = key.accessKeyId === settings.accessKeyId
  const token = new SignJWT({ scoped_userpool_id: settings.userPoolId })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(isOwn ? {} : { kid: nameOf(key) }) })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(signingKey(key))
  return ResultAsync.fromSafePromise(token).map((access_token) => ({ access_token, expires_in: lifetime }))
}

/** Accepts a token that one of the keys' secrets signed for this pool and that has not expired at `now`. Answers the key. */
export const verifyManagementToken = (
  token: string,
  settings: ManagementTokenSettings,
): ResultAsync<BoundKey, AuthFailure> => {
  const key = keyNamedIn(token, settings)
  if (key === undefined) return errAsync(authFailure('unauthorized'))
  return verifyJwt(token, signingKey(key), settings.now, {
    algorithms: [algorithm],
    typ: 'JWT',
    requiredClaims: ['iat', 'exp', 'scoped_userpool_id'],
    clockTolerance: grace,
  })
    .mapErr(() => authFailure('unauthorized'))
    .andThen(({ payload }) =>
      payload['scoped_userpool_id'] === settings.userPoolId
        ? okAsync(key)
        : errAsync(authFailure('unauthorized')),
    )
}

/** The key that a token says has signed it; the pool's own one where it names none. */
const keyNamedIn = (token: string, settings: ManagementTokenSettings): BoundKey | undefined => {
  const name = keyIdIn(token)
  return everyKey(settings).find((key, index) => (index === 0 ? undefined : nameOf(key)) === name)
}

/** What a token's header calls a key: it may be any text, and is not for whoever reads a log. */
const nameOf = ({ accessKeyId }: AccessKey): string =>
  createHash('sha256').update(accessKeyId).digest('hex').slice(0, 32)

/** HKDF (RFC 5869) makes a key of its own, so that the secret, which signs requests too, is never a JWT key. */
const signingKey = ({ accessKeyId, accessKeySecret }: AccessKey): Uint8Array =>
  new Uint8Array(
    hkdfSync('sha256', accessKeySecret.reveal(), accessKeyId, 'keepsake management token v1', 32),
  )
