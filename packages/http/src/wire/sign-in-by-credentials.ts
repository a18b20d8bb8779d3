import type { EncryptType } from '@keepsake/domain'
import { z } from 'zod'
import type { SignIn } from '@keepsake/app'
import { text } from './shape.ts'

const loginFields = ['account', 'email', 'phone', 'username'] as const

/**
 * The body of `signin`: the contract's `SigninByCredentialsDto`, by password. The SDKs also send `scope`, `clientIp`,
 * `client_id` and `client_secret`. They are accepted and ignored: there is one scope, apps have no secrets here, and the
 * sender must not decide where an attempt comes from.
 */
export const signInByCredentialsRequest: z.ZodType<SignInByCredentials> = z.strictObject({
  connection: z.literal('PASSWORD'),
  passwordPayload: z
    .strictObject({ password: z.string(), account: text, email: text, phone: text, username: text })
    .refine((given) => loginFields.filter((field) => given[field] !== undefined).length === 1, {
      params: { expected: `object with one of ${loginFields.join(', ')}` },
    }),
  options: z
    .strictObject({
      passwordEncryptType: z.enum(['none', 'rsa', 'sm2']).nullish(),
      scope: text,
      clientIp: text,
      autoRegister: z.literal(false).nullish(),
    })
    .nullish(),
  client_id: text,
  client_secret: text,
})

type SignInByCredentials = {
  readonly passwordPayload: { readonly password: string } & Readonly<
    Record<(typeof loginFields)[number], string | undefined>
  >
  readonly options?: { readonly passwordEncryptType?: EncryptType | null | undefined } | null | undefined
}

/** What a user signs in with. The password is as it was sent. */
export type SentCredentials = Required<Pick<SignIn, 'login' | 'password' | 'passwordEncryptType'>>

/** Reads what a user signs in with. */
export const toSentCredentials = ({
  passwordPayload: { password, account, email, phone, username },
  options,
}: SignInByCredentials): SentCredentials => ({
  login: account ?? email ?? phone ?? username ?? '',
  password,
  passwordEncryptType: options?.passwordEncryptType ?? 'none',
})

/** The contract's `LoginTokenResponseDataDto`. `expire_in` is in seconds. */
export type LoginTokenDto = {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expire_in: number
}

/** The contract's `GetMfaInfoDataDto`, only the fields about authenticators. */
export type MfaChallengeDto = {
  readonly mfaToken: string
  readonly totpMfaEnabled: boolean
  readonly applicationMfa: readonly { readonly mfaPolicy: 'OTP'; readonly status: 1; readonly sort: number }[]
}

/** Says how to go on: by a code of the enrolled authenticator, or by enrolling one. */
export const toMfaChallenge = (mfaToken: string, isEnrolled: boolean): MfaChallengeDto => ({
  mfaToken,
  totpMfaEnabled: isEnrolled,
  applicationMfa: [{ mfaPolicy: 'OTP', status: 1, sort: 1 }],
})
