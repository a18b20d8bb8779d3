import { hkdfSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { errAsync, ok, ResultAsync } from 'neverthrow'
import type { Instant } from '@keepsake/domain'
import { z } from 'zod'
import type { AccessKey } from './access-key.ts'
import { authFailure, type AuthFailure } from './auth-failure.ts'
import { verifyJwt } from './jwt.ts'
import type { ManagementTokenSettings } from './management-token.ts'

/**
 * `access`: for a user who has signed in. `enrolment`: for a user who has shown the password, and must enrol an
 * authenticator first.
 */
export type UserTokenKind = 'access' | 'enrolment'

/** How a user has proved to be the user, as RFC 8176 names it: by password alone, or by password and second factor. */
export type AuthenticationMethods = readonly ['pwd'] | readonly ['pwd', 'mfa']

/**
 * The content of a user's token. `passwordSetAt` names the password that was shown. If the user has another password, the
 * token is invalid.
 */
export type UserClaims = {
  readonly userId: string
  readonly passwordSetAt: Instant
  readonly methods: AuthenticationMethods
}

/** `lifetime` in seconds. */
export type IssuedUserToken = { readonly jwt: string; readonly lifetime: number }

/**
 * What distinguishes the kinds. `typ` or `audience` alone would be enough; both are checked. `typ` of access tokens is that
 * of RFC 9068.
 */
const kinds: Readonly<
  Record<UserTokenKind, { readonly typ: string; readonly audience: string; readonly lifetime: number }>
> = {
  // NIST SP 800-63B asks for a new proof after half an hour of inactivity. The token cannot see activity.
  access: { typ: 'at+jwt', audience: 'keepsake/user', lifetime: 30 * 60 },
  // Time to find an app, install it and scan the code.
  enrolment: { typ: 'enrolment+jwt', audience: 'keepsake/otp-enrolment', lifetime: 10 * 60 },
}

/** Fixed: a token whose header names another algorithm, or none, is refused. */
const algorithm = 'HS256'

/** Issues a token for a user of the pool. */
export const issueUserToken = (
  kind: UserTokenKind,
  { userId, passwordSetAt, methods }: UserClaims,
  settings: ManagementTokenSettings,
): ResultAsync<IssuedUserToken, never> => {
  const issuedAt = Math.floor(settings.now / 1000)
  const { typ, audience, lifetime } = kinds[kind]
  const jwt = new SignJWT({ amr: [...methods], password_set_at: passwordSetAt })
    .setProtectedHeader({ alg: algorithm, typ })
    .setIssuer(settings.userPoolId)
    .setAudience(audience)
    .setSubject(userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(signingKey(settings))
  return ResultAsync.fromSafePromise(jwt).map((text) => ({ jwt: text, lifetime }))
}

/** Accepts a token of this kind that was issued for this pool and has not expired at `now`. */
export const verifyUserToken = (
  kind: UserTokenKind,
  token: string,
  settings: ManagementTokenSettings,
): ResultAsync<UserClaims, AuthFailure> =>
  verifyJwt(token, signingKey(settings), settings.now, {
    algorithms: [algorithm],
    typ: kinds[kind].typ,
    issuer: settings.userPoolId,
    audience: kinds[kind].audience,
    requiredClaims: ['iss', 'aud', 'sub', 'iat', 'exp'],
  })
    .map(({ payload }) => claims.safeParse(payload).data)
    .orElse(() => ok(undefined))
    .andThen((found) => (found === undefined ? errAsync(authFailure('not_signed_in')) : ok(found)))

const claims = z
  .object({
    sub: z.string(),
    password_set_at: z.number(),
    amr: z.union([z.tuple([z.literal('pwd')]), z.tuple([z.literal('pwd'), z.literal('mfa')])]),
  })
  .transform(({ sub, password_set_at, amr }): UserClaims => ({
    userId: sub,
    passwordSetAt: password_set_at,
    methods: amr,
  }))

/** HKDF (RFC 5869) derives another key than that of management tokens. So neither token can pass as the other. */
const signingKey = ({ accessKeyId, accessKeySecret }: AccessKey): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', accessKeySecret.reveal(), accessKeyId, 'keepsake user token v1', 32))
