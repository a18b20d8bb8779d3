import { clockSkewMs, splitWithin, type Instant } from '@keepsake/domain'
import { decodeProtectedHeader, jwtVerify, type JWTVerifyOptions, type JWTVerifyResult } from 'jose'
import { errAsync, okAsync, Result, ResultAsync } from 'neverthrow'

/** Several times as long as any token of ours; a header, claims and a signature. */
const bounds = { length: 4096, parts: 3 }

/**
 * Verifies a JWT under a key at the moment `now`. What is too long to be one of ours is not looked at, and one that was
 * issued in the future is refused, however good the clock was that it came from. Why, nobody is told.
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

/** `jose` looks at `iat` only where it is told how old a token may be. */
const isIssuedBy = ({ payload: { iat = Infinity } }: JWTVerifyResult, now: Instant): boolean =>
  iat * 1000 <= now + clockSkewMs

const verify = ResultAsync.fromThrowable((token: string, key: Uint8Array, options: JWTVerifyOptions) =>
  jwtVerify(token, key, options),
)

/** The id of the key that a token's header names, if it names one; nothing of that is proved. */
export const keyIdIn = (token: string): string | undefined =>
  splitWithin(token, '.', bounds) === undefined
    ? undefined
    : readHeader(token)
        .map(({ kid }) => kid)
        .unwrapOr(undefined)

const readHeader = Result.fromThrowable((token: string) => decodeProtectedHeader(token))
