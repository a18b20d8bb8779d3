import type { Instant } from '../kernel/sources.ts'
import type { UserId } from '../user/user-id.ts'

/**
 * A password hash with its format, which is decided once, when the hash is made or imported: a verifier dispatches on
 * `format` and never guesses it again from `encoded`.
 */
export type PasswordHash = { readonly format: string; readonly encoded: string }

/** A user's password, as it rests. */
export type Credential = {
  readonly userId: UserId
  readonly hash: PasswordHash
  readonly setAt: Instant
  /** The user may do nothing with this password but change it. */
  readonly mustChange: boolean
}
