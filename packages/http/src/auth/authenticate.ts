import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Unavailable } from '@keepsake/domain'
import { authFailure, type AuthFailure } from './auth-failure.ts'
import { verifyManagementToken, type ManagementTokenSettings } from './management-token.ts'
import { checkPreamble, verifySignature, type Proof, type SignatureSettings } from './request-signature.ts'
import type { IncomingRequest } from './incoming-request.ts'

/** What authentication needs: the access keys, their pool, the present time, and the store of single-use values. */
export type AuthenticationSettings = SignatureSettings & ManagementTokenSettings

/**
 * Authenticates a request by one of the two schemes that clients use. Only the `Authorization` header decides which one:
 * `authing …` is a signature, anything else is a management token with or without `Bearer ` before it. The
 * `x-authing-signature-*` headers do not decide, because the Java SDK from 3.1.4 on sends them with a token and signs
 * nothing.
 */
export const authenticate = (
  request: IncomingRequest,
  settings: AuthenticationSettings,
): ResultAsync<Proof, AuthFailure | Unavailable> => {
  const authorization = request.headers['authorization']
  if (authorization === undefined) return errAsync(authFailure('unauthorized'))
  if (isSigned(request.headers)) return verifySignature(request, settings)
  return verifyManagementToken(authorization.replace(/^bearer /i, ''), settings).map((key) => ({ key }))
}

/** Whether a request is signed, or claims to be. */
export const isSigned = ({ authorization }: IncomingRequest['headers']): boolean =>
  authorization !== undefined && /^authing /i.test(authorization)

/** Refuses a request by its headers alone, if no body could make it valid. */
export const authenticateHeaders = (
  headers: IncomingRequest['headers'],
  settings: ManagementTokenSettings & Pick<SignatureSettings, 'skewMs' | 'contentDigest'>,
): ResultAsync<void, AuthFailure> => {
  const { authorization } = headers
  if (authorization === undefined) return errAsync(authFailure('unauthorized'))
  return isSigned(headers)
    ? checkPreamble(headers, settings).asyncAndThen(() => okAsync())
    : verifyManagementToken(authorization.replace(/^bearer /i, ''), settings).map(() => undefined)
}
