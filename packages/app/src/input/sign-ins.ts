import { z } from 'zod'
import type { CompleteSignIn } from '../use-cases/sign-in/complete-sign-in.ts'
import type { SignIn } from '../use-cases/sign-in/sign-in.ts'
import type { UnlockUser } from '../use-cases/sign-in/unlock-user.ts'
import type { VerifyOtp } from '../use-cases/sign-in/verify-otp.ts'
import { exactly } from './exactly.ts'
import { text } from './shape.ts'

const proof = { code: text.optional(), recoveryCode: text.optional() }

type Fields = Readonly<
  Record<'login' | 'password', z.ZodString> &
    Record<'code' | 'recoveryCode' | 'ip', z.ZodOptional<z.ZodString>>
>

/** The fields of somebody who proves to be a user. */
export const credentials: Fields = { login: text, password: text, ...proof, ip: text.optional() }

export const signInInput: z.ZodType<SignIn> = exactly<SignIn>()(z.strictObject(credentials))

export const completeSignInInput: z.ZodType<CompleteSignIn> = exactly<CompleteSignIn>()(
  z.strictObject({ ticket: text, ...proof, ip: text.optional() }),
)

export const verifyOtpInput: z.ZodType<VerifyOtp> = exactly<VerifyOtp>()(
  z.strictObject({ userId: text, code: text }),
)

export const unlockUserInput: z.ZodType<UnlockUser> = exactly<UnlockUser>()(z.strictObject({ userId: text }))
