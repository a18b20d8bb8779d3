import type { NewAuthenticator } from '@keepsake/domain'
import { z } from 'zod'
import { exactly } from './exactly.ts'
import { list, text } from './shape.ts'

/** Ten times what the domain allows. A longer list is an attack on the code that checks every entry. */
export const maxRecoveryCodes = 1000

const recoveryCode = z.union([
  text,
  z.strictObject({
    code: text.optional(),
    hash: z.strictObject({ scheme: text, encoded: text }).optional(),
    usedAt: text.optional(),
  }),
])

/** An authenticator with its recovery codes. */
export const newAuthenticator: z.ZodType<NewAuthenticator> = exactly<NewAuthenticator>()(
  z.strictObject({
    secret: text,
    secretEncoding: text.optional(),
    algorithm: text.optional(),
    digits: z.number().optional(),
    period: z.number().optional(),
    name: text.optional(),
    code: text.optional(),
    recoveryCode: text.optional(),
    recoveryCodes: list(recoveryCode, maxRecoveryCodes).optional(),
  }),
)
