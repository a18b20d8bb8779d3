import { z } from 'zod'
import type { BeginOtpEnrolment } from '../use-cases/authenticators/begin-enrolment.ts'
import type { ConfirmOtpEnrolment } from '../use-cases/authenticators/confirm-enrolment.ts'
import type { RegenerateRecoveryCodes } from '../use-cases/authenticators/regenerate-recovery-codes.ts'
import type { RemoveAuthenticator } from '../use-cases/authenticators/remove-authenticator.ts'
import type { ImportOtp, NewEnrolment } from '../use-cases/authenticators/import/command.ts'
import { exactly } from './exactly.ts'
import { newOtp } from './new-otp.ts'
import { list, mode, text } from './shape.ts'
import { maxRows } from './users.ts'

/** One row of `authenticators.import`. */
export const newEnrolment: z.ZodType<NewEnrolment> = exactly<NewEnrolment>()(
  z.strictObject({ userId: text, otp: newOtp }),
)

const besideRows = {
  existing: z.enum(['refuse', 'replace', 'add']).optional(),
  replace: z.boolean().optional(),
  mode: mode.optional(),
}

export const importOtpInput: z.ZodType<ImportOtp> = exactly<ImportOtp>()(
  z.strictObject({ list: list(newEnrolment, maxRows), ...besideRows }),
)

/** The same command with rows that are not checked yet. */
export type UnreadEnrolments = Omit<ImportOtp, 'list'> & { readonly list: readonly unknown[] }

export const unreadEnrolments: z.ZodType<UnreadEnrolments> = exactly<UnreadEnrolments>()(
  z.strictObject({ list: list(z.unknown(), maxRows), ...besideRows }),
)

export const beginOtpEnrolmentInput: z.ZodType<BeginOtpEnrolment> = exactly<BeginOtpEnrolment>()(
  z.strictObject({
    userId: text,
    name: text.optional(),
    issuer: text.optional(),
    recoveryCodes: z.enum(['when_confirmed', 'one_at_once']).optional(),
  }),
)

export const confirmOtpEnrolmentInput: z.ZodType<ConfirmOtpEnrolment> = exactly<ConfirmOtpEnrolment>()(
  z.strictObject({ userId: text, token: text, code: text }),
)

/** The input of `authenticators.remove`. */
export const removeAuthenticatorInput: z.ZodType<RemoveAuthenticator> = exactly<RemoveAuthenticator>()(
  z.strictObject({ userId: text, authenticatorId: text }),
)

export const regenerateRecoveryCodesInput: z.ZodType<RegenerateRecoveryCodes> =
  exactly<RegenerateRecoveryCodes>()(z.strictObject({ userId: text }))
