import { issue, type OtpSecret } from '@keepsake/domain'
import { getUserRequest, toUserQuery } from '../../wire/get-user.ts'
import { importOtpRequest } from '../../wire/import-otp.ts'
import { toMfaInfo } from '../../wire/mfa-info.ts'
import {
  importTotpRequest,
  inImportTotp,
  toImportOtp,
  toTotp,
  unbindRequest,
} from '../../wire/totp-of-user.ts'
import type { Route } from './route.ts'
import { elsewhere } from './issue-places.ts'
import { find, orMissing } from './look-up.ts'
import { shaped } from './shaped.ts'

/** Users' authenticators in the hands of who manages the pool. What begins with v2 has no twin in v3. */
export const otpRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/v3/import-otp',
    access: 'management',
    answer: (input, { identity }) =>
      shaped(importOtpRequest, input)
        .andThen((request) => identity.importOtp(request))
        .map(({ warnings }) => ({ warnings })),
  },
  {
    method: 'GET',
    path: '/api/v3/get-otp-secret-by-user',
    access: 'management',
    answer: (input, { identity }) =>
      shaped(getUserRequest, input)
        .andThen((request) => find(toUserQuery(request), identity))
        .andThen(({ user }) => identity.revealOtpSecret(user.id))
        .andThen((secret) => orMissing<OtpSecret>(secret, issue('otp.not_enrolled', ['userId'])))
        .map(({ base32 }) => ({ data: { secret: base32.reveal() } })),
  },
  {
    method: 'GET',
    path: '/api/v3/get-user-mfa-info',
    access: 'management',
    answer: (input, { identity }) =>
      shaped(getUserRequest, input)
        .andThen((request) => find(toUserQuery(request), identity))
        .andThen(({ user }) => identity.listAuthenticators({ userId: user.id }))
        .map((found) => ({ data: toMfaInfo(found) })),
  },
  {
    method: 'POST',
    path: '/api/v2/mfa/totp/import',
    access: 'management',
    answer: (input, { identity }) =>
      shaped(importTotpRequest, input).andThen((request) =>
        identity
          .importOtp(toImportOtp(request))
          .mapErr(elsewhere(inImportTotp))
          .andThen(({ warnings }) =>
            identity.listAuthenticators({ userId: request.userId }).map(({ authenticators: [first] }) => ({
              data: first === undefined ? undefined : toTotp(request.userId, first),
              warnings: warnings.map(inImportTotp),
            })),
          ),
      ),
  },
  {
    method: 'DELETE',
    path: '/api/v2/users/:userId/mfa-bound',
    access: 'management',
    answer: (input, { identity }) =>
      shaped(unbindRequest, input)
        .andThen(({ userId }) => identity.removeAuthenticators({ userId }))
        .map(() => ({ data: true })),
  },
]
