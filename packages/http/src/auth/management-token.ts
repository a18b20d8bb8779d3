import { createHash, hkdfSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Instant, UserPoolId } from '@keepsake/domain'
import { everyKey, type AccessKey, type AccessKeys, type BoundKey } from './access-key.ts'
import { authFailure, type AuthFailure } from './auth-failure.ts'
import { keyIdIn, verifyJwt } from './jwt.ts'

/** What is needed to issue and check a management token. */
export type ManagementTokenSettings = AccessKeys & { readonly userPoolId: UserPoolId; readonly now: Instant }

/** `data` of `get-management-token`: the JWT and its lifetime in seconds. */
export type ManagementToken = { readonly access_token: string; readonly expires_in: number }

/** Two hours, in seconds, as Authing gives. A token can only be revoked by a new access key secret. */
const lifetime = 7200

/**
 * A token is still accepted for this many seconds after its end. The Java SDK uses it until the last moment, and the request
 * needs time to travel.
 */
const grace = 5

/** Fixed: a token whose header names another algorithm, or none, is refused. */
const algorithm = 'HS256'

/**
 * Issues the token that the Java, Go, Python and PHP SDKs send instead of a signature. They read `scoped_userpool_id` from
 * it. Python decodes the payload as plain base64, not base64url. So the payload must not contain `>`, `?`, `~` or a
 * character outside ASCII: it holds only the pool id and numbers. The signature binds the token to its key, and so to the
 * tenant of that key.
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

/** Accepts a token that a key of this pool signed and that has not expired at `now`. Answers the key. */
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

/** The key that a token names as its signer. If it names none, the pool's own key. */
const keyNamedIn = (token: string, settings: ManagementTokenSettings): BoundKey | undefined => {
  const name = keyIdIn(token)
  return everyKey(settings).find((key, index) => (index === 0 ? undefined : nameOf(key)) === name)
}

/**
 * The name of a key in a token's header. It is a digest, because a key's id can be any text, and a reader of a log must not
 * see it.
 */
const nameOf = ({ accessKeyId }: AccessKey): string =>
  createHash('sha256').update(accessKeyId).digest('hex').slice(0, 32)

/** HKDF (RFC 5869) derives a separate key. So the secret, which also signs requests, is never used as a JWT key. */
const signingKey = ({ accessKeyId, accessKeySecret }: AccessKey): Uint8Array =>
  new Uint8Array(
    hkdfSync('sha256', accessKeySecret.reveal(), accessKeyId, 'keepsake management token v1', 32),
  )
