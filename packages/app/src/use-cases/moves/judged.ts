import type { Credential, LedgerRow, MoveCounts, SecondFactor, User } from '@keepsake/domain'
import type { AuthenticatorMatch, PasswordVerdict, RefusedRow } from '@keepsake/domain/rules'
import type { AcceptedSourceRow } from './accept-source-rows.ts'
import type { GivenAuthenticator } from '../authenticators/given-authenticator.ts'
import type { AcceptedRow, OpenPassword } from '../create-users/row.ts'

/** What the ledger will know of a row: its place, its key and what it brings. */
export type LedgerFacts = {
  readonly keyDigest: string
  readonly key: string
  readonly fingerprint: string
  /** Traces of all that the source has brought for this key, by field. */
  readonly fields: Readonly<Record<string, string>>
  /** What the ledger has now. */
  readonly present: LedgerRow | undefined
}

/** A row that creates a user. */
export type NewRow = {
  readonly accepted: AcceptedSourceRow
  /** Made only if the row is written, since it takes a digest for each field. */
  readonly ledger: () => LedgerFacts
}

/** A password that is written for a known user. */
export type NewPassword = Exclude<OpenPassword, { readonly kind: 'none' | 'activate' }>

/** An authenticator that a known user gets. */
export type NewFactor = {
  readonly otp: GivenAuthenticator
  readonly match: AuthenticatorMatch
}

/** What a user is before a move changes anything. */
export type Before = {
  readonly user: User
  readonly credential: Credential | undefined
  readonly secondFactor: SecondFactor | undefined
}

/** A row of a user who exists, and what the move does to the user. */
export type KnownRow = {
  /** The index in the chunk. */
  readonly row: number
  readonly ledger: LedgerFacts
  readonly matched: boolean
  readonly before: Before
  /** The user after the move. Absent if the record stays as it is. */
  readonly next: User | undefined
  /** The fields that the user gets from the source. */
  readonly taken: readonly string[]
  /** The fields in which the source differs, and ours stay. */
  readonly kept: readonly string[]
  readonly passwordVerdict: PasswordVerdict
  readonly password: NewPassword | undefined
  readonly passwordPast: AcceptedRow['passwordPast']
  /** The authenticators that the user gets. */
  readonly factors: readonly NewFactor[]
}

/** The rows of a chunk after every check. Each row is in one of the lists, or is unchanged. */
export type JudgedRows = {
  readonly created: readonly NewRow[]
  readonly known: readonly KnownRow[]
  /** Issues are relative to the row. */
  readonly refused: readonly RefusedRow[]
  readonly counts: MoveCounts
}
