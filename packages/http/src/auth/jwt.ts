import { clockSkewMs, splitWithin, type Instant } from '@keepsake/domain'
import { decodeProtectedHeader, jwtVerify, type JWTVerifyOptions, type JWTVerifyResult } from 'jose'
import { errAsync, okAsync, Result, ResultAsync } from 'neverthrow'

/** Several times as long as any token of ours. The parts are header, claims and signature. */
const bounds = { length: 4096, parts: 3 }

/**
 * Verifies a JWT under a key at the time `now`. A token that is too long to be ours is not read. A token that was issued in
 * the future is refused, even if the clock that issued it was right. The answer does not say why.
 */
export const verifyJwt = (
  token: string,
  key: Uint8Array,
  now: Instant,
  options: JWTVerifyOptions,
): ResultAsync<JWTVerifyResult, unknown> =>
  splitWithin(token, '.', bounds) === undefined
    ? errAsync('too long')
    : verify(token, key, { ...options, currentDate: new Date(now) }).andThen((verified) =>
        isIssuedBy(verified, now) ? okAsync(verified) : errAsync('issued in the future'),
      )

/** `jose` checks `iat` only if a maximum age is given. */
const isIssuedBy = ({ payload: { iat = Infinity } }: JWTVerifyResult, now: Instant): boolean =>
  iat * 1000 <= now + clockSkewMs

const verify = ResultAsync.fromThrowable((token: string, key: Uint8Array, options: JWTVerifyOptions) =>
  jwtVerify(token, key, options),
)

/** The id of the key that a token's header names, if any. It is not verified. */
export const keyIdIn = (token: string): string | undefined =>
  splitWithin(token, '.', bounds) === undefined
    ? undefined
    : readHeader(token)
        .map(({ kid }) => kid)
        .unwrapOr(undefined)

const readHeader = Result.fromThrowable((token: string) => decodeProtectedHeader(token))
