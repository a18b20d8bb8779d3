import type { NewOtp, NewRecoveryCode } from '@keepsake/domain'
import { z } from 'zod'
import { maybe } from '../shape.ts'

/** What one user has of authenticators and other credentials; no system gives out as many. */
export const maxCredentials = 100
/** Of recovery codes, those that were used among them. */
export const maxCodes = 1000

/** A name that may be missing, and is when it is blank: that is how several systems store that there is none. */
export const label: z.ZodType<string | undefined> = maybe(
  z.string().transform((text) => text.trim() || undefined),
)

/** Other systems keep recovery codes beside the authenticators of a user, ours with one of them: they go with the first. */
export const withRecoveryCodes = (
  otps: readonly NewOtp[],
  recoveryCodes: readonly NewRecoveryCode[],
): readonly NewOtp[] =>
  otps.map((otp, index) => (index === 0 && recoveryCodes.length > 0 ? { ...otp, recoveryCodes } : otp))
