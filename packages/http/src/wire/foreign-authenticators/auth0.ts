import type { Checked } from '@keepsake/domain'
import { z } from 'zod'
import { checkShape, list, maybe } from '../shape.ts'
import { maxCredentials, placesOf, withSaidAlone, type ForeignAuthenticators } from './parts.ts'

const user = z.object({
  mfa_factors: maybe(list(z.object({ totp: maybe(z.object({ secret: z.string() })) }), maxCredentials)),
  // In profiles from the API, and in older ones from before there were factors.
  multifactor: z.unknown().optional(),
  guardian_authenticators: z.unknown().optional(),
  authentication_methods: z.unknown().optional(),
})

/**
 * Reads `mfa_factors[].totp.secret`, base32. Recovery codes are those of the contract. Factors by phone and email are left
 * behind. So are factors that a profile only names: `multifactor`, `guardian_authenticators`, `authentication_methods`.
 */
export const readAuth0Authenticators = (value: unknown): Checked<ForeignAuthenticators> =>
  checkShape(user, value).map(({ mfa_factors: factors = [], ...said }) =>
    withSaidAlone(
      {
        authenticators: factors.flatMap(({ totp }) => (totp === undefined ? [] : [{ secret: totp.secret }])),
        leftBehind: placesOf(factors, ['mfa_factors'], ({ totp }) => totp === undefined),
      },
      said,
    ),
  )
