import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'
import type { DamagedLedgerRow, LedgerPlace, LedgerRow } from './ledger-row.ts'
import type { MoveCounts } from './move-counts.ts'
import type { MoveId } from './move.ts'

/** A row of the ledger from now on, and the revision that it replaces; `undefined` if there is no row yet. */
export type LedgerWrite = { readonly from: number | undefined; readonly to: LedgerRow }

/** Some of the rows have another revision than their write starts from. Nothing was written. */
export type LedgerOvertaken = {
  readonly kind: 'ledger-overtaken'
  /** At least one of these rows, and every one if the store can tell. */
  readonly keyDigests: readonly string[]
}

/** Rows of a source's ledger, in the order of their digests, compared byte by byte. */
export type LedgerQuery = {
  readonly source: string
  /** Only rows that this move wrote last. */
  readonly move?: MoveId
  /** Rows after this digest; the first ones if it is absent. */
  readonly after?: string
  readonly limit: number
}

/** How many rows of a source's ledger there are, by their outcome. */
export type LedgerCounts = MoveCounts

/** The part of `MoveStore` with the ledger of each source. */
export type LedgerStore = {
  /** The rows of a source's ledger with these digests, in no particular order. Erased rows are among them. */
  readonly findRows: (
    source: string,
    keyDigests: readonly string[],
  ) => ResultAsync<readonly LedgerRow[], Unavailable>
  /** The rows of all sources that name one of the users, in no particular order. */
  readonly findRowsOfUsers: (userIds: readonly UserId[]) => ResultAsync<readonly LedgerRow[], Unavailable>
  /**
   * Makes all writes, or none, each by one conditional write: of any number of calls at the same time that write the same
   * revision of a row, one succeeds. No row is written twice by one call. Users that are named exist.
   */
  readonly putRows: (writes: readonly LedgerWrite[]) => ResultAsync<void, LedgerOvertaken | Unavailable>
  /** Removes rows for good, also their digests. Rows that do not exist are no failure. */
  readonly removeRows: (source: string, keyDigests: readonly string[]) => ResultAsync<void, Unavailable>
  readonly listRows: (
    query: LedgerQuery,
  ) => ResultAsync<readonly (LedgerRow | DamagedLedgerRow)[], Unavailable>
  readonly countRows: (source: string) => ResultAsync<LedgerCounts, Unavailable>
  /**
   * Takes fingerprint, fields and before-images from the rows of a source that have any. The map of keys to users stays. The
   * revision of such a row rises by one. It looks at up to `limit` rows, in the order of their digests: those after this
   * digest, or the first ones. Answers the last digest that it has looked at; nothing if it has found fewer rows.
   */
  readonly forgetRows: (
    source: string,
    after: string | undefined,
    limit: number,
  ) => ResultAsync<string | undefined, Unavailable>

  /**
   * Rows that have a before-image, in the order of source, then digest: those after this place, or the first ones.
   */
  readonly listSealed: (
    after: LedgerPlace | undefined,
    limit: number,
  ) => ResultAsync<readonly (LedgerRow | DamagedLedgerRow)[], Unavailable>
  /**
   * Replaces the before-images of a row, sealed as `from`, by the same ones, sealed anew, by one conditional write. The
   * revision rises by one, so that a writer who has read the old ones is overtaken. `overtaken`: they are others by now, or gone, and stay so.
   */
  readonly reseal: (
    place: LedgerPlace,
    from: readonly Sealed[],
    to: readonly Sealed[],
  ) => ResultAsync<'resealed' | 'overtaken', Unavailable>
}
