import type { Instant, OtpEnrolment, OtpParameters, OtpSet } from '@keepsake/domain'

/** What may be told of an authenticator: all but its secret. */
export type Authenticator = OtpParameters & {
  readonly id: string
  readonly name?: string
  readonly enrolledAt: Instant
  /** When a code of it was first accepted; absent while nobody knows that the user's app has the same secret. */
  readonly provenAt?: Instant
}

/** What a user has for the second factor. */
export type Authenticators = {
  readonly authenticators: readonly Authenticator[]
  /** How many recovery codes are still good. */
  readonly recoveryCodes: number
}

export const toAuthenticator = ({
  id,
  name,
  algorithm,
  digits,
  period,
  enrolledAt,
  provenAt,
}: OtpEnrolment): Authenticator => ({
  id,
  ...(name === undefined ? {} : { name }),
  algorithm,
  digits,
  period,
  enrolledAt,
  ...(provenAt === undefined ? {} : { provenAt }),
})

/** Whether a recovery code is left that is still good. */
export const hasGoodCodes = ({ recoveryCodes }: OtpSet): boolean =>
  recoveryCodes.some(({ usedAt }) => usedAt === undefined)

export const toAuthenticators = (set: OtpSet | undefined): Authenticators => ({
  authenticators: set?.authenticators.map(toAuthenticator) ?? [],
  recoveryCodes: set?.recoveryCodes.filter(({ usedAt }) => usedAt === undefined).length ?? 0,
})
