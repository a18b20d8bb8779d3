import type { Checked, NewRecoveryCode } from '@keepsake/domain'
import { z } from 'zod'
import { checkShape, list, maybe, text } from '../shape.ts'
import {
  maxCodes,
  maxCredentials,
  placesOf,
  withRecoveryCodes,
  withSaidAlone,
  type ForeignAuthenticators,
} from './parts.ts'

const phone = z.object({ reserved_for_second_factor: maybe(z.boolean()) })

const user = z.object({
  totp_secret: text,
  backup_codes: maybe(list(z.string(), maxCodes)),
  phone_numbers: maybe(list(phone, maxCredentials)),
  // What the API says about a user. It does not give the secrets.
  totp_enabled: z.unknown().optional(),
  backup_code_enabled: z.unknown().optional(),
  two_factor_enabled: z.unknown().optional(),
})

/**
 * Reads `totp_secret`, base32, and `backup_codes`, each in clear text or as a bcrypt hash. Phone numbers that get codes are
 * left behind. So are second factors that a record only mentions: `totp_enabled`, `backup_code_enabled`,
 * `two_factor_enabled`.
 */
export const readClerkAuthenticators = (value: unknown): Checked<ForeignAuthenticators> =>
  checkShape(user, value).map(
    ({ totp_secret: secret, backup_codes: codes = [], phone_numbers: phones = [], ...said }) =>
      withSaidAlone(
        withRecoveryCodes(
          {
            authenticators: secret === undefined ? [] : [{ secret }],
            leftBehind: placesOf(
              phones,
              ['phone_numbers'],
              (each) => each.reserved_for_second_factor === true,
            ),
          },
          codes.map(toRecoveryCode),
          ['backup_codes'],
        ),
        said,
      ),
  )

/** No code contains a dollar sign, and every bcrypt hash begins with one. */
const toRecoveryCode = (code: string): NewRecoveryCode =>
  code.startsWith('$2') ? { hash: { scheme: 'bcrypt', encoded: code } } : code
