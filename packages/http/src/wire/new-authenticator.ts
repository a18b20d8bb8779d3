import type { NewAuthenticator } from '@keepsake/domain'
import { z } from 'zod'
import { maxRecoveryCodes } from '@keepsake/app/input'
import { list, maybe, text } from './shape.ts'

const recoveryCode = z.union([
  z.string(),
  z.strictObject({
    code: text,
    hash: maybe(z.strictObject({ scheme: z.string(), encoded: z.string() })),
    usedAt: text,
  }),
])

/**
 * An authenticator with its recovery codes: the contract's `ImportOtpItemDataDto`, and additional fields that other systems
 * export.
 */
export const newAuthenticator: z.ZodType<NewAuthenticator> = z.strictObject({
  secret: z.string(),
  secretEncoding: text,
  algorithm: text,
  digits: maybe(z.number()),
  period: maybe(z.number()),
  name: text,
  code: text,
  recoveryCode: text,
  recoveryCodes: maybe(list(recoveryCode, maxRecoveryCodes)),
})
