import type { Checked, NewRecoveryCode } from '@keepsake/domain'
import { z } from 'zod'
import { checkShape, list, maybe, text } from '../shape.ts'
import { maxCodes, withRecoveryCodes, type ForeignOtps } from './parts.ts'

const user = z.object({ totp_secret: text, backup_codes: maybe(list(z.string(), maxCodes)) })

/** Reads `totp_secret`, base32, and `backup_codes`, each in clear or as a bcrypt hash. */
export const readClerkOtps = (value: unknown): Checked<ForeignOtps> =>
  checkShape(user, value).map(({ totp_secret: secret, backup_codes: codes = [] }) =>
    withRecoveryCodes(
      { otps: secret === undefined ? [] : [{ secret }], leftBehind: [] },
      codes.map(toRecoveryCode),
      ['backup_codes'],
    ),
  )

/** No code holds a dollar sign, with which every bcrypt hash begins. */
const toRecoveryCode = (code: string): NewRecoveryCode =>
  code.startsWith('$2') ? { hash: { scheme: 'bcrypt', encoded: code } } : code
