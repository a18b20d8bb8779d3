import type { Instant, StoredAuthenticator, TotpParameters, SecondFactor } from '@keepsake/domain'
import { unusedCodes } from '@keepsake/domain/rules'

/** The public facts of an authenticator: all except its secret. */
export type Authenticator = TotpParameters & {
  readonly id: string
  readonly name?: string
  readonly enrolledAt: Instant
  /** When a code of it was first accepted. Absent if it is not known yet that the user's app has the same secret. */
  readonly provenAt?: Instant
}

/** The second factor of a user. */
export type Authenticators = {
  readonly authenticators: readonly Authenticator[]
  /** How many recovery codes are still valid. */
  readonly recoveryCodes: number
}

/** Leaves out the secret of an authenticator. */
export const toAuthenticator = ({
  id,
  name,
  algorithm,
  digits,
  period,
  enrolledAt,
  provenAt,
}: StoredAuthenticator): Authenticator => ({
  id,
  ...(name === undefined ? {} : { name }),
  algorithm,
  digits,
  period,
  enrolledAt,
  ...(provenAt === undefined ? {} : { provenAt }),
})

/** Makes the public form of a second factor, without secrets. `undefined` is a user without one. */
export const toAuthenticators = (set: SecondFactor | undefined): Authenticators => ({
  authenticators: set?.authenticators.map(toAuthenticator) ?? [],
  recoveryCodes: set === undefined ? 0 : unusedCodes(set).length,
})
