import type {
  Checked,
  Credential,
  Happening,
  Issue,
  NewUser,
  Notice,
  FingerprintOwner,
  SecondFactor,
  PasswordHash,
  PlainPassword,
  User,
  UserEntry,
} from '@keepsake/domain'
import type {
  Drafted,
  DraftUser,
  Memberships,
  PasswordIntent,
  PasswordPast,
  PlacedKey,
  RefusedRow,
} from '@keepsake/domain/rules'
import type { GivenAuthenticator } from '../authenticators/given-authenticator.ts'

// The life of a row: given, drafted, accepted, ready, written. A row that fails a check is refused, with all its issues.

/** A row as its caller gives it, or the issues of its shape. */
export type GivenRow = Checked<NewUser>

/** A row after all checks that need nothing but the row. Its password is what is wanted, and later what was opened. */
export type DraftedRow<Password = PasswordIntent> = {
  /** The index in the list. */
  readonly row: number
  readonly given: NewUser
  readonly user: Drafted<DraftUser>
  readonly password: Checked<Password>
  readonly otp: Checked<GivenAuthenticator | undefined>
  /** What the password was in another system. */
  readonly passwordPast: Checked<PasswordPast>
  /** What the row contains, or its batch asks for it, but is not stored or done as given. */
  readonly warnings: readonly Issue[]
}

/** A password that is ready to be hashed or stored. */
export type OpenPassword =
  | { readonly kind: 'none'; readonly warnings: readonly Issue[] }
  /** The user sets one by a link. */
  | { readonly kind: 'activate' }
  | {
      readonly kind: 'hash'
      readonly plain: PlainPassword
      readonly mustChange: boolean
      readonly generated: boolean
      /** Warnings, such as issues with the policy for a password that was accepted anyway. */
      readonly warnings: readonly Issue[]
    }
  | {
      readonly kind: 'keep'
      readonly hash: PasswordHash
      /** Whether the hash is to be stored inside a hash of ours. */
      readonly wrap: boolean
      readonly mustChange: boolean
    }

/** A row that passed every check before the write. */
export type AcceptedRow = {
  readonly row: number
  readonly draft: DraftUser
  readonly memberships: Memberships
  readonly keys: readonly PlacedKey[]
  readonly password: OpenPassword
  readonly otp: GivenAuthenticator | undefined
  readonly passwordPast: PasswordPast
  readonly warnings: readonly Issue[]
}

/** The rows of a batch after every check: each is in one of the lists. Issues are relative to the row. */
export type CheckedRows = {
  readonly accepted: readonly AcceptedRow[]
  readonly refused: readonly RefusedRow[]
}

/** An accepted row with everything to write for it: passwords are hashed, secrets are sealed. */
export type ReadyRow = AcceptedRow & {
  readonly user: User
  readonly entry: UserEntry
  readonly credential: Credential | undefined
  readonly secondFactor: SecondFactor | undefined
  readonly notices: readonly Notice[]
  readonly events: readonly Happening[]
}

/** What was written, and which rows lost a race for a key after they were checked. */
export type WrittenRows = {
  readonly written: readonly ReadyRow[]
  readonly refused: readonly RefusedRow[]
  /** The users who have the secrets that were written. */
  readonly owners: readonly FingerprintOwner[]
}
