import { z } from 'zod'
import type { CompletePasswordReset } from '@keepsake/app'
import { maybe, text } from './shape.ts'
import type { LoginTokenDto } from './sign-in-by-credentials.ts'
import type { UserDto } from './user-dto.ts'

const authenticatorType = z.literal('totp').nullish()

/** The body of v2's `totp/verify`. */
export const totpRequest: z.ZodType<{ readonly totp: string | undefined }> = z.strictObject({
  totp: text,
  authenticatorType,
})

/** The body of v2's `totp/recovery`. */
export const recoveryCodeRequest: z.ZodType<{ readonly recoveryCode: string | undefined }> = z.strictObject({
  recoveryCode: text,
  authenticatorType,
})

/** The body of v2's `reset-by-first-login-token`. */
export const resetByTokenRequest: z.ZodType<{ readonly token: string; readonly password: string }> =
  z.strictObject({ token: z.string(), password: z.string() })

const encryptType = maybe(z.enum(['none', 'rsa', 'sm2']))

/** The body of v3's `reset-password`. The password is as it was sent. */
export const resetPasswordRequest: z.ZodType<
  Required<Pick<CompletePasswordReset, 'token' | 'newPassword' | 'passwordEncryptType'>>
> = z
  .strictObject({ passwordResetToken: z.string(), password: z.string(), passwordEncryptType: encryptType })
  .transform(({ passwordResetToken, password, passwordEncryptType }) => ({
    token: passwordResetToken,
    newPassword: password,
    passwordEncryptType: passwordEncryptType ?? 'none',
  }))

/** A user as v2 answers a sign-in. It contains the token, under the field names of v2 and of v3. */
export type SignedInUserDto = UserDto &
  LoginTokenDto & { readonly id: string; readonly token: string; readonly tokenExpiredAt: string }

/** `now` is in milliseconds. */
export const toSignedInUser = (user: UserDto, login: LoginTokenDto, now: number): SignedInUserDto => ({
  ...user,
  ...login,
  id: user.userId,
  token: login.access_token,
  tokenExpiredAt: new Date(now + login.expire_in * 1000).toISOString(),
})
