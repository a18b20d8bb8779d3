import type { Instant } from '../kernel/system.ts'
import type { UserId } from '../user/user-id.ts'
import type { CredentialOrigin } from './credential-origin.ts'

/**
 * A password hash with its format and cost. Both are decided once, when the hash is made or imported: a verifier
 * dispatches on `format` and never guesses it again from `encoded`.
 */
export type PasswordHash = {
  readonly format: string
  /**
   * What decides how long a check takes, such as `memory=19456,parallelism=1,passes=2`. One cost has one text. It is
   * empty if the format says everything.
   */
  readonly cost: string
  readonly encoded: string
}

/** A user's password, as it is stored. */
export type Credential = {
  readonly userId: UserId
  readonly hash: PasswordHash
  readonly setAt: Instant
  /** The user may do nothing with this password but change it. */
  readonly mustChange: boolean
  /** The hashes of the earlier passwords that the policy asks to remember, the latest first. */
  readonly former: readonly PasswordHash[]
  readonly origin: CredentialOrigin
}

/**
 * Whether two records are of one password. A password is known by the time when it was set: a stronger hash of it is no
 * other password. `undefined` is a user without a password.
 */
export const isSamePassword = (one: Credential | undefined, other: Credential | undefined): boolean =>
  one?.setAt === other?.setAt
