import type { Issue } from '@keepsake/domain'
import { z } from 'zod'
import type { Authenticator, ImportAuthenticators } from '@keepsake/app'
import { text } from './shape.ts'

type ImportTotp = {
  readonly userId: string
  readonly secret: string
  readonly recoveryCode: string | undefined
}

/** The body of v2's `totp/import`: one row of `import-otp`. */
export const importTotpRequest: z.ZodType<ImportTotp> = z.strictObject({
  userId: z.string(),
  secret: z.string(),
  recoveryCode: text,
})

/** Makes an import of one row. */
export const toImportOtp = ({ userId, secret, recoveryCode }: ImportTotp): ImportAuthenticators => ({
  list: [{ userId, otp: { secret, ...(recoveryCode === undefined ? {} : { recoveryCode }) } }],
})

/** Moves an issue of that row to the place where the caller has sent the field. */
export const inImportTotp = (issue: Issue): Issue => ({
  ...issue,
  path: issue.path.filter((step) => step !== 'list' && step !== 0 && step !== 'otp'),
})

/** The user of a path, and the second factor to remove. v2's `FACE` is refused by name. */
export const unbindRequest: z.ZodType<{ readonly userId: string }> = z.strictObject({
  userId: z.string(),
  type: z.literal('OTP'),
})

/** An authenticator in the form of v2, without its secret and recovery codes. Times are ISO 8601 in UTC. */
export type TotpDto = {
  readonly id: string
  readonly userId: string
  readonly enable: true
  readonly authenticatorType: 'totp'
  readonly createdAt: string
}

/** Writes an authenticator in the form of v2. */
export const toTotp = (userId: string, { id, enrolledAt }: Authenticator): TotpDto => ({
  id,
  userId,
  enable: true,
  authenticatorType: 'totp',
  createdAt: new Date(enrolledAt).toISOString(),
})
