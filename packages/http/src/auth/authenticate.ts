import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Unavailable } from '@keepsake/domain'
import { authFailure, type AuthFailure } from './auth-failure.ts'
import { verifyManagementToken, type ManagementTokenSettings } from './management-token.ts'
import { checkPreamble, verifySignature, type Proof, type SignatureSettings } from './request-signature.ts'
import type { IncomingRequest } from './incoming-request.ts'

/** All that a request's proof is judged by: the access keys, their pool, the moment, and the store of what was used once. */
export type AuthenticationSettings = SignatureSettings & ManagementTokenSettings

/**
 * Lets a request in by either scheme in the field. The `Authorization` header alone decides which: `authing …` is a
 * signature, all else a management token with or without `Bearer ` before it. The `x-authing-signature-*` headers do
 * not, because the Java SDK from 3.1.4 on sends them along with a token and signs nothing.
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

/** Whether a request is signed, or says that it is. */
export const isSigned = ({ authorization }: IncomingRequest['headers']): boolean =>
  authorization !== undefined && /^authing /i.test(authorization)

/** Turns away, by its headers alone, who could not be let in whatever the body says. */
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
