import type { Checked } from '@keepsake/domain'
import { z } from 'zod'
import { checkShape, list, maybe } from '../shape.ts'
import { maxCredentials, placesOf, type ForeignOtps } from './parts.ts'

const user = z.object({
  mfa_factors: maybe(list(z.object({ totp: maybe(z.object({ secret: z.string() })) }), maxCredentials)),
})

/** Reads `mfa_factors[].totp.secret`, base32; codes are the contract's. Factors by phone and email are left behind. */
export const readAuth0Otps = (value: unknown): Checked<ForeignOtps> =>
  checkShape(user, value).map(({ mfa_factors: factors = [] }) => ({
    otps: factors.flatMap(({ totp }) => (totp === undefined ? [] : [{ secret: totp.secret }])),
    leftBehind: placesOf(factors, ['mfa_factors'], ({ totp }) => totp === undefined),
  }))
