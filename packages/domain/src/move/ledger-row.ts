import type { Damaged } from '../kernel/damaged.ts'
import type { Instant } from '../kernel/system.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'
import type { MoveId } from './move.ts'

/**
 * What the last write of a move did to a user. `created`: the user did not exist before. `matched`: the user existed, and was
 * joined to the source's key. `changed`: a later move of the source has changed the user. `unchanged`: the row differs from
 * the last one, but changed nothing here. `suspended`, `archived`, `deleted`: the source has the user no more. `erased`: the
 * user was deleted here since, and nothing but the key's digest is left.
 */
export const ledgerOutcomes = [
  'created',
  'matched',
  'changed',
  'unchanged',
  'suspended',
  'archived',
  'deleted',
  'erased',
] as const

export type LedgerOutcome = (typeof ledgerOutcomes)[number]

/** Where a row of the ledger is: the source, and the keyed digest of the row's key in it, as `storedDigest` makes it. */
export type LedgerPlace = { readonly source: string; readonly keyDigest: string }

/** What is known of one row of a source: which user it became, and what was brought and written last. */
export type LedgerRow = LedgerPlace & {
  /** How often the row was written, from 1. */
  readonly revision: number
  /** The row's key in its source. Absent if the row is erased. */
  readonly key?: string
  /** Absent if the row is erased or deleted. A user may have rows of several keys and sources. */
  readonly userId?: UserId
  readonly outcome: LedgerOutcome
  /** The move that wrote the row last. Absent if the row is erased. */
  readonly move?: MoveId
  /** The keyed digest of the row as it was brought last. It begins with the id of its key. Absent once closed or erased. */
  readonly fingerprint?: string
  /** What stood in each field and was brought last, as short keyed digests by the field's name. Empty once closed or erased. */
  readonly fields: Readonly<Record<string, string>>
  /** The version of the user's record after the last write. Absent without a user. */
  readonly versionAfter?: number
  /** When the password was set that the source gave last, as the credential has it. Absent if the source gave none. */
  readonly passwordSetAt?: Instant
  /**
   * What the user and this row were before each move that changed them, sealed, the latest first. Empty once closed or
   * erased.
   */
  readonly before: readonly Sealed[]
}

/** A row of the ledger that exists and cannot be read. */
export type DamagedLedgerRow = LedgerPlace & Damaged
