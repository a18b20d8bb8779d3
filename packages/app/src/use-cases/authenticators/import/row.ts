import type { Checked, FingerprintOwner, SecondFactor, User, UserId } from '@keepsake/domain'
import type { ImportOutcome, AuthenticatorMatch } from '@keepsake/domain/rules'
import type { GivenAuthenticator } from '../given-authenticator.ts'
import type { AuthenticatorToImport } from './command.ts'

// The life of a row: given, decided, ready, written. A row that fails a check is refused, with all its issues.

/** A row as its caller gives it, or the issues of its shape. */
export type GivenRow = Checked<AuthenticatorToImport>

/** A row that passed every check, and what to do for it. */
export type DecidedRow = {
  /** The index in the list. */
  readonly row: number
  readonly userId: UserId
  readonly user: User
  readonly otp: GivenAuthenticator
  readonly what: ImportOutcome
  /** The second factor that the user has. */
  readonly present: SecondFactor | undefined
  /** The part of it that is imported again. */
  readonly match: AuthenticatorMatch
  /** The field of the row that names the authenticator. */
  readonly nameField: 'name' | 'secret'
}

/** A decided row with its second factor, ready to be stored: the secret is sealed, the recovery codes are hashed. */
export type ReadyRow = DecidedRow & { readonly imported: SecondFactor }

/** What was written, and the users who have the secrets of the rows since then. */
export type WrittenRows = {
  readonly written: readonly ReadyRow[]
  readonly owners: readonly FingerprintOwner[]
}
