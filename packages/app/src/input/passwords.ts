import { z } from 'zod'
import type { ChangePassword } from '../use-cases/passwords/change-password.ts'
import type { CompleteActivation } from '../use-cases/activations/complete-activation.ts'
import type { CompletePasswordReset } from '../use-cases/passwords/complete-password-reset.ts'
import type { RequestPasswordReset } from '../use-cases/passwords/request-password-reset.ts'
import type { RequirePasswordChange } from '../use-cases/passwords/require-password-change.ts'
import type { ResendActivation } from '../use-cases/activations/resend-activation.ts'
import type { ResetPassword } from '../use-cases/passwords/reset-password.ts'
import type { ValidatePassword } from '../use-cases/passwords/validate-password.ts'
import { exactly } from './exactly.ts'
import { newUser } from './new-user.ts'
import { text } from './shape.ts'
import { caller, credentials, passwordEncryptType } from './sign-ins.ts'

/** A new password. Its rule limits the length, and checks it first. */
export const newPassword: z.ZodString = z.string()

export const changePasswordInput: z.ZodType<ChangePassword> = exactly<ChangePassword>()(
  z.union([
    z.strictObject({ newPassword, passwordEncryptType, ...credentials }),
    z.strictObject({ newPassword, passwordEncryptType, ticket: text, ...caller }),
  ]),
)

export const validatePasswordInput: z.ZodType<ValidatePassword> = exactly<ValidatePassword>()(
  z
    .strictObject({
      password: newPassword,
      passwordEncryptType,
      userId: text.optional(),
      user: newUser.optional(),
      by: z.literal('administrator').optional(),
    })
    .refine(({ userId, user }) => userId === undefined || user === undefined, {
      params: { expected: 'object with userId or user, or with neither' },
    }),
)

export const requestPasswordResetInput: z.ZodType<RequestPasswordReset> = exactly<RequestPasswordReset>()(
  z.strictObject({ login: text }),
)

export const completePasswordResetInput: z.ZodType<CompletePasswordReset> = exactly<CompletePasswordReset>()(
  z.strictObject({ token: text, newPassword, passwordEncryptType, ...caller }),
)

export const completeActivationInput: z.ZodType<CompleteActivation> = exactly<CompleteActivation>()(
  z.strictObject({ token: text, newPassword, passwordEncryptType, ...caller }),
)

export const resendActivationInput: z.ZodType<ResendActivation> = exactly<ResendActivation>()(
  z.strictObject({ userId: text }),
)

const reset = { userId: text, mustChange: z.boolean().optional() }

export const resetPasswordInput: z.ZodType<ResetPassword> = exactly<ResetPassword>()(
  z.discriminatedUnion('by', [
    z.strictObject({ ...reset, by: z.literal('generated') }),
    z.strictObject({ ...reset, by: z.literal('administrator'), newPassword, passwordEncryptType }),
  ]),
)

export const requirePasswordChangeInput: z.ZodType<RequirePasswordChange> = exactly<RequirePasswordChange>()(
  z.strictObject({ userId: text }),
)
