import type { Checked, NewOtp } from '@keepsake/domain'
import { z } from 'zod'
import { checkShape, list, maybe, text } from '../shape.ts'
import { maxCodes, withRecoveryCodes } from './parts.ts'

const codes = maybe(list(z.object({ code: z.string(), used_at: text }), maxCodes))

const identity = z.object({
  credentials: maybe(
    z.object({
      totp: maybe(z.object({ config: maybe(z.object({ totp_url: text })) })),
      lookup_secret: maybe(z.object({ config: maybe(z.object({ codes, recovery_codes: codes })) })),
    }),
  ),
})

/**
 * Reads `credentials.totp.config.totp_url`, an `otpauth://` URI, and the codes of `credentials.lookup_secret.config`:
 * `codes` as an import has them, `recovery_codes` as the database does, in clear, with `used_at`.
 */
export const readKratosOtps = (value: unknown): Checked<readonly NewOtp[]> =>
  checkShape(identity, value).map(({ credentials }) => {
    const secret = credentials?.totp?.config?.totp_url
    const { codes: imported = [], recovery_codes: stored = [] } = credentials?.lookup_secret?.config ?? {}
    const recoveryCodes = [...imported, ...stored].map(({ code, used_at: usedAt }) => ({
      code,
      ...(usedAt === undefined || usedAt === goZeroTime ? {} : { usedAt }),
    }))
    return secret === undefined ? [] : withRecoveryCodes([{ secret }], recoveryCodes)
  })

/** What Go writes for a moment that there is none of. */
const goZeroTime = '0001-01-01T00:00:00Z'
