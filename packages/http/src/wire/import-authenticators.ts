import { z } from 'zod'
import type { ImportAuthenticators, AuthenticatorToImport } from '@keepsake/app'
import { maxRows } from '@keepsake/app/input'
import { newAuthenticator } from './new-authenticator.ts'
import { list } from './shape.ts'

/** One row of an import: the contract's `ImportOtpItemDto`. */
export const authenticatorToImportRow: z.ZodType<AuthenticatorToImport> = z.strictObject({
  userId: z.string(),
  otp: newAuthenticator,
})

/** The body of `import-otp`: the contract's `ImportOtpReqDto`. */
export const importOtpRequest: z.ZodType<ImportAuthenticators> = z.strictObject({
  list: list(authenticatorToImportRow, maxRows),
})

/**
 * A row with the content of an app's QR code, `otpauth://` or `otpauth-migration://`. Every account in it belongs to this
 * user.
 */
export const authenticatorUriRow: z.ZodType<{ readonly userId: string; readonly uri: string }> =
  z.strictObject({
    userId: z.string(),
    uri: z.string(),
  })

/** The same with unread rows, for code that reads them one by one. */
export const enrolmentsFile: z.ZodType<{ readonly list: readonly unknown[] }> = z.strictObject({
  list: z.array(z.unknown()),
})
