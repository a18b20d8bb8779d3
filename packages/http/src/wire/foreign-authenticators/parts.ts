import type { NewAuthenticator, NewRecoveryCode, Path } from '@keepsake/domain'
import { z } from 'zod'
import { maybe } from '../shape.ts'

/** The most authenticators and other credentials of one user. No system gives out so many. */
export const maxCredentials = 100
/** The most recovery codes, including used ones. */
export const maxCodes = 1000

/** A name that may be absent. A blank name counts as absent: several systems store it this way. */
export const label: z.ZodType<string | undefined> = maybe(
  z.string().transform((text) => text.trim() || undefined),
)

/** The second factors of one user. `leftBehind` lists the places in the record of those that cannot be imported. */
export type ForeignAuthenticators = {
  readonly authenticators: readonly NewAuthenticator[]
  readonly leftBehind: readonly Path[]
}

/** The places in a record of the list elements that are left behind. */
export const placesOf = <T>(
  list: readonly T[],
  at: Path,
  isLeftBehind: (element: T) => boolean,
): readonly Path[] => list.flatMap((element, index) => (isLeftBehind(element) ? [[...at, index]] : []))

/**
 * Other systems store recovery codes beside a user's authenticators, we store them with one. So they go with the first
 * authenticator. If there is none, the codes are left behind, at the place `at`.
 */
export const withRecoveryCodes = (
  { authenticators, leftBehind }: ForeignAuthenticators,
  recoveryCodes: readonly NewRecoveryCode[],
  at: Path,
): ForeignAuthenticators => {
  if (recoveryCodes.length === 0) return { authenticators, leftBehind }
  const [first, ...others] = authenticators
  return first === undefined
    ? { authenticators, leftBehind: [...leftBehind, at] }
    : { authenticators: [{ ...first, recoveryCodes }, ...others], leftBehind }
}

/** If a record has no second factors, adds the fields that only mention some. Answers of an API leave the secrets out. */
export const withSaidAlone = (
  { authenticators, leftBehind }: ForeignAuthenticators,
  said: Readonly<Record<string, unknown>>,
): ForeignAuthenticators => {
  if (authenticators.length + leftBehind.length > 0) return { authenticators, leftBehind }
  const isSaid = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))
  return {
    authenticators,
    leftBehind: Object.keys(said).flatMap((field) => (isSaid(said[field]) ? [[field]] : [])),
  }
}
