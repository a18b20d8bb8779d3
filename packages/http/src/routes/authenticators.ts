import { issue, type TotpSecret } from '@keepsake/domain'
import { getUserRequest, toUserQuery } from '../wire/find-user.ts'
import { importOtpRequest } from '../wire/import-authenticators.ts'
import { toMfaInfo } from '../wire/mfa-info.ts'
import { importTotpRequest, inImportTotp, toImportOtp, toTotp, unbindRequest } from '../wire/totp-of-user.ts'
import { managementRoute } from '../routing/management-route.ts'
import type { Route } from '../routing/route.ts'
import { elsewhere } from '../routing/issue-places.ts'
import { find, orMissing } from '../routing/look-up.ts'

/** Endpoints by which a caller who manages the pool handles users' authenticators. Paths of v2 have no counterpart in v3. */
export const authenticatorRoutes: readonly Route[] = [
  managementRoute({
    method: 'POST',
    path: '/api/v3/import-otp',
    takes: importOtpRequest,
    answer: (request, { keepsake }) =>
      keepsake.authenticators.import(request).map(({ warnings }) => ({ warnings })),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-otp-secret-by-user',
    takes: getUserRequest,
    answer: (request, { keepsake }) =>
      find(toUserQuery(request), keepsake)
        .andThen(({ user }) => keepsake.authenticators.reveal({ userId: user.id }))
        .andThen((secret) => orMissing<TotpSecret>(secret, issue('otp.not_enrolled', ['userId'])))
        .map(({ base32 }) => ({ data: { secret: base32.reveal() } })),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-user-mfa-info',
    takes: getUserRequest,
    answer: (request, { keepsake }) =>
      find(toUserQuery(request), keepsake)
        .andThen(({ user }) => keepsake.authenticators.list({ userId: user.id }))
        .map((found) => ({ data: toMfaInfo(found) })),
  }),
  managementRoute({
    method: 'POST',
    path: '/api/v2/mfa/totp/import',
    takes: importTotpRequest,
    answer: (request, { keepsake }) =>
      keepsake.authenticators
        .import(toImportOtp(request))
        .mapErr(elsewhere(inImportTotp))
        .andThen(({ warnings }) =>
          keepsake.authenticators.list({ userId: request.userId }).map(({ authenticators: [first] }) => ({
            data: first === undefined ? undefined : toTotp(request.userId, first),
            warnings: warnings.map(inImportTotp),
          })),
        ),
  }),
  managementRoute({
    method: 'DELETE',
    path: '/api/v2/users/:userId/mfa-bound',
    takes: unbindRequest,
    answer: ({ userId }, { keepsake }) =>
      keepsake.authenticators.removeAll({ userId }).map(() => ({ data: true })),
  }),
]
