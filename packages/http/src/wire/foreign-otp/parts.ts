import type { NewOtp, NewRecoveryCode, Path } from '@keepsake/domain'
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

/** What is read of one user's second factors. `leftBehind`: where in the record those stand that cannot come along. */
export type ForeignOtps = { readonly otps: readonly NewOtp[]; readonly leftBehind: readonly Path[] }

/** The indexes of a list's elements that are left behind, as places in a record. */
export const placesOf = <T>(
  list: readonly T[],
  at: Path,
  isLeftBehind: (element: T) => boolean,
): readonly Path[] => list.flatMap((element, index) => (isLeftBehind(element) ? [[...at, index]] : []))

/**
 * Other systems keep recovery codes beside the authenticators of a user, ours with one of them: they go with the first.
 * Without an authenticator they are left behind, `at` their place.
 */
export const withRecoveryCodes = (
  { otps, leftBehind }: ForeignOtps,
  recoveryCodes: readonly NewRecoveryCode[],
  at: Path,
): ForeignOtps => {
  if (recoveryCodes.length === 0) return { otps, leftBehind }
  const [first, ...others] = otps
  return first === undefined
    ? { otps, leftBehind: [...leftBehind, at] }
    : { otps: [{ ...first, recoveryCodes }, ...others], leftBehind }
}

/**
 * Adds the fields by which a record says that its user has second factors, where it shows none: what an API answers leaves
 * their secrets out.
 */
export const withSaidAlone = (
  { otps, leftBehind }: ForeignOtps,
  said: Readonly<Record<string, unknown>>,
): ForeignOtps => {
  if (otps.length + leftBehind.length > 0) return { otps, leftBehind }
  const isSaid = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))
  return { otps, leftBehind: Object.keys(said).flatMap((field) => (isSaid(said[field]) ? [[field]] : [])) }
}
