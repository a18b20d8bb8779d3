import { z } from 'zod'
import type { BeginEnrolment } from '../use-cases/authenticators/begin-enrolment.ts'
import type { ConfirmEnrolment } from '../use-cases/authenticators/confirm-enrolment.ts'
import type { RegenerateRecoveryCodes } from '../use-cases/authenticators/regenerate-recovery-codes.ts'
import type { RemoveAuthenticator } from '../use-cases/authenticators/remove-authenticator.ts'
import type {
  ImportAuthenticators,
  AuthenticatorToImport,
} from '../use-cases/authenticators/import/command.ts'
import { exactly } from './exactly.ts'
import { newAuthenticator } from './new-authenticator.ts'
import { list, mode, text } from './shape.ts'
import { maxRows } from './users.ts'

/** One row of `authenticators.import`. */
export const authenticatorToImport: z.ZodType<AuthenticatorToImport> = exactly<AuthenticatorToImport>()(
  z.strictObject({ userId: text, otp: newAuthenticator }),
)

const besideRows = {
  existing: z.enum(['refuse', 'replace', 'add']).optional(),
  replace: z.boolean().optional(),
  mode: mode.optional(),
}

export const importAuthenticatorsInput: z.ZodType<ImportAuthenticators> = exactly<ImportAuthenticators>()(
  z.strictObject({ list: list(authenticatorToImport, maxRows), ...besideRows }),
)

/** The same command with rows that are not checked yet. */
export type UnreadAuthenticators = Omit<ImportAuthenticators, 'list'> & { readonly list: readonly unknown[] }

export const unreadAuthenticators: z.ZodType<UnreadAuthenticators> = exactly<UnreadAuthenticators>()(
  z.strictObject({ list: list(z.unknown(), maxRows), ...besideRows }),
)

export const beginEnrolmentInput: z.ZodType<BeginEnrolment> = exactly<BeginEnrolment>()(
  z.strictObject({
    userId: text,
    name: text.optional(),
    issuer: text.optional(),
    recoveryCodes: z.enum(['when_confirmed', 'one_at_once']).optional(),
  }),
)

export const confirmEnrolmentInput: z.ZodType<ConfirmEnrolment> = exactly<ConfirmEnrolment>()(
  z.strictObject({ userId: text, ticket: text, code: text }),
)

/** The input of `authenticators.remove`. */
export const removeAuthenticatorInput: z.ZodType<RemoveAuthenticator> = exactly<RemoveAuthenticator>()(
  z.strictObject({ userId: text, authenticatorId: text }),
)

export const regenerateRecoveryCodesInput: z.ZodType<RegenerateRecoveryCodes> =
  exactly<RegenerateRecoveryCodes>()(z.strictObject({ userId: text }))
