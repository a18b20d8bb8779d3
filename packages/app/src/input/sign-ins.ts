import type { EncryptType } from '@keepsake/domain'
import { z } from 'zod'
import type { CompleteSignIn } from '../use-cases/sign-in/complete-sign-in.ts'
import type { SignIn } from '../use-cases/sign-in/sign-in.ts'
import type { UnlockUser } from '../use-cases/users/unlock-user.ts'
import type { VerifyCode } from '../use-cases/authenticators/verify-code.ts'
import { exactly } from './exactly.ts'
import { signal, text } from './shape.ts'

const proof = { code: text.optional(), recoveryCode: text.optional() }

type Caller = Readonly<
  Record<'ip', z.ZodOptional<z.ZodString>> & Record<'signal', z.ZodOptional<z.ZodType<AbortSignal>>>
>

/** The fields that describe the caller. */
export const caller: Caller = { ip: text.optional(), signal: signal.optional() }

type Fields = Readonly<
  Record<'login' | 'password', z.ZodString> &
    Record<'code' | 'recoveryCode' | 'deviceToken', z.ZodOptional<z.ZodString>>
> &
  Caller

/** The fields by which a person proves to be a user. */
export const credentials: Fields = {
  login: text,
  password: text,
  deviceToken: text.optional(),
  ...proof,
  ...caller,
}

/** How a password was encrypted for transport. */
export const passwordEncryptType: z.ZodOptional<z.ZodType<EncryptType>> = z
  .enum(['none', 'rsa', 'sm2'])
  .optional()

export const signInInput: z.ZodType<SignIn> = exactly<SignIn>()(
  z.strictObject({ ...credentials, passwordEncryptType }),
)

export const completeSignInInput: z.ZodType<CompleteSignIn> = exactly<CompleteSignIn>()(
  z.strictObject({ ticket: text, ...proof, ip: caller.ip }),
)

export const verifyCodeInput: z.ZodType<VerifyCode> = exactly<VerifyCode>()(
  z.strictObject({ userId: text, code: text }),
)

export const unlockUserInput: z.ZodType<UnlockUser> = exactly<UnlockUser>()(z.strictObject({ userId: text }))
