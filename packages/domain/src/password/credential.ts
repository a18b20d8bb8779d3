import type { Instant } from '../kernel/sources.ts'
import type { UserId } from '../user/user-id.ts'

/**
 * A password hash with what it is, decided once, when the hash is made or imported: a verifier dispatches on `format`
 * and never guesses it again from `encoded`.
 */
export type PasswordHash = {
  readonly format: string
  /** What decides how long a check takes, such as `memory=19456,parallelism=1,passes=2`: one text for one cost, empty where the format says it all. */
  readonly cost: string
  readonly encoded: string
}

/** A user's password, as it rests. */
export type Credential = {
  readonly userId: UserId
  readonly hash: PasswordHash
  readonly setAt: Instant
  /** The user may do nothing with this password but change it. */
  readonly mustChange: boolean
  /** The hashes of the passwords before this one, the latest first: those that the policy asks to remember. */
  readonly former: readonly PasswordHash[]
}
