import { conceal, rejected, type Secret, type Unavailable } from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import { authFailure, type AuthFailure } from './auth/auth-failure.ts'
import { authenticate, authenticateHeaders } from './auth/authenticate.ts'
import { authenticateUser, bearerOf } from './auth/authenticate-user.ts'
import type { IncomingRequest } from './auth/incoming-request.ts'
import { checkReading } from './auth/reading/other-reading.ts'
import { tenantOf } from './auth/tenant-of.ts'
import type { Answer, ManagementContext, Route, RouteContext, RouteFailure } from './routing/route.ts'

/** Does what an input asks for. */
export type Act = (input: unknown) => ResultAsync<Answer, RouteFailure>

/** Checks the whole request. Answers the action that the caller may run. */
export type Prove = (request: IncomingRequest) => ResultAsync<Act, RouteFailure>

/** Lets a caller in as far as the headers alone can decide. */
export const admit = (
  route: Route,
  headers: IncomingRequest['headers'],
  context: RouteContext,
  proof: Parameters<typeof authenticate>[1],
): ResultAsync<Prove, RouteFailure> => {
  const { authorization } = headers
  const proved =
    (act: Act): Prove =>
    () =>
      okAsync(act)
  switch (route.access) {
    case 'open':
      return okAsync(proved((input) => route.answer(input, context)))
    case 'management':
      return authenticateHeaders(headers, proof).map(
        (): Prove => (request) =>
          authenticate(request, proof).andThen(({ key, signed }) =>
            tenantOf(request.headers, key).map(
              (tenantId): Act =>
                (input) =>
                  checkReading(signed, input, route.shape)
                    .mapErr(rejected)
                    .asyncAndThen(() => route.answer(input, forTenant(tenantId, context))),
            ),
          ),
      )
    case 'user':
    case 'factor-owner':
      return authenticateUser(authorization, route.access, context.keepsake, proof).map((user) =>
        proved((input) => route.answer(input, context, user)),
      )
    case 'user-or-mfa-token':
      // The two kinds of token differ. A token that is not a user's is checked by the route itself.
      return authenticateUser(authorization, 'user', context.keepsake, proof)
        .orElse((failure) => orHeldToken(authorization, failure))
        .map((owner) => proved((input) => route.answer(input, context, owner)))
    case 'mfa-token': {
      const token = bearerOf(authorization)
      return token === undefined
        ? errAsync(authFailure('not_signed_in'))
        : okAsync(proved((input) => route.answer(input, context, conceal(token))))
    }
  }
}

const orHeldToken = (
  authorization: string | undefined,
  failure: AuthFailure | Unavailable,
): Result<Secret<string>, AuthFailure | Unavailable> => {
  const token = bearerOf(authorization)
  return failure.kind === 'unavailable' || token === undefined ? err(failure) : ok(conceal(token))
}

/** A route that manages users gets nothing else that reaches users. */
const forTenant = (
  tenantId: string | undefined,
  { keepsake, toUser, rowsToHash }: RouteContext,
): ManagementContext => ({
  keepsake: tenantId === undefined ? keepsake : keepsake.inTenant({ tenantId }),
  toUser,
  rowsToHash,
})
