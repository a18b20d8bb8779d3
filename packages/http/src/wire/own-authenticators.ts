import { z } from 'zod'
import type { Authenticator } from '@keepsake/app'
import { maybe, text } from './shape.ts'

/** The only factor of the contract that exists here. `SMS`, `EMAIL` and `FACE` are refused by name. */
const factorType = z.literal('OTP')

/** The body of `send-enroll-factor-request`. Its profile is only for factors by phone and email. */
export const beginFactorRequest: z.ZodType = z.strictObject({
  factorType,
  profile: maybe(z.strictObject({ phoneNumber: text, phoneCountryCode: text, email: text })),
})

/** The body of `enroll-factor`. */
export const enrolFactorRequest: z.ZodType<{
  readonly enrollmentToken: string
  readonly enrollmentData: { readonly passCode: string }
}> = z.strictObject({
  factorType,
  enrollmentToken: z.string(),
  enrollmentData: z.strictObject({ passCode: z.string() }),
})

/** The body of `reset-factor`, and the query of `get-factor`. */
export const factorRequest: z.ZodType<{ readonly factorId: string }> = z.strictObject({
  factorId: z.string(),
})

/** The body of `mfa-totp-verify`. */
export const verifyTotpRequest: z.ZodType<{ readonly totp: string }> = z.strictObject({ totp: z.string() })

/** The contract's `FactorDto`. The content of `profile` is our own. Times are ISO 8601 in UTC. */
export type FactorDto = {
  readonly factorId: string
  readonly factorType: 'OTP'
  readonly profile: {
    readonly name?: string
    readonly algorithm: string
    readonly digits: number
    readonly period: number
    readonly enrolledAt: string
    readonly provenAt?: string
  }
}

/** Writes an authenticator as the contract's factor. */
export const toFactor = ({ id, enrolledAt, provenAt, ...rest }: Authenticator): FactorDto => ({
  factorId: id,
  factorType: 'OTP',
  profile: {
    ...rest,
    enrolledAt: new Date(enrolledAt).toISOString(),
    ...(provenAt === undefined ? {} : { provenAt: new Date(provenAt).toISOString() }),
  },
})
