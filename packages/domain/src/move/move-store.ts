import type { ResultAsync } from 'neverthrow'
import type { Damaged } from '../kernel/damaged.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/system.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'
import type { DamagedLedgerRow, LedgerPlace, LedgerRow } from './ledger-row.ts'
import type { MoveChunk, RefusedMoveRow } from './move-chunk.ts'
import type { MoveCounts } from './move-counts.ts'
import type { Move, MoveId } from './move.ts'

/** A row of the ledger from now on, and the revision that it replaces; `undefined` if there is no row yet. */
export type LedgerWrite = { readonly from: number | undefined; readonly to: LedgerRow }

/** Some of the rows have another revision than their write starts from. Nothing was written. */
export type LedgerOvertaken = {
  readonly kind: 'ledger-overtaken'
  /** At least one of these rows, and every one if the store can tell. */
  readonly keyDigests: readonly string[]
}

/** Which chunk is claimed, by whom, and until when no other caller may claim it. */
export type ChunkClaim = {
  readonly move: MoveId
  /** This chunk alone. If it is absent, the first one that can be claimed. */
  readonly no?: number
  readonly holder: string
  readonly now: Instant
  readonly leaseUntil: Instant
}

/** One claim of a chunk. */
export type ClaimedChunk = { readonly move: MoveId; readonly no: number; readonly attempt: number }

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

/** A move whose record cannot be read. */
export type DamagedMove = Pick<Move, 'id' | 'number'> & Damaged

/**
 * Port: the moves of one pool, their chunks and refused rows, and the ledger of each source. A chunk is written in one
 * transaction together with the users of its rows: the ledger and the users never differ.
 *
 * `UserStore.removeAll` erases, in its own transaction, every row of the ledger that names a removed user: `key`, `userId`,
 * `move`, `fingerprint`, `versionAfter` and `passwordSetAt` become absent, `fields` and `before` empty, the outcome `erased`,
 * and the revision rises by one. Source, digest and revision stay. Whoever removes a user and is to keep the row writes it
 * without `userId` first, in the same transaction.
 *
 * A call that asks for one record that cannot be read is `Unavailable`. A list has it at its place.
 */
export type MoveStore = {
  /**
   * Adds a move, by one conditional write: of any number of calls at the same time with one id or number, one answers
   * `opened`.
   */
  readonly open: (move: Move) => ResultAsync<'opened' | 'taken', Unavailable>
  readonly find: (id: MoveId) => ResultAsync<Move | undefined, Unavailable>
  /**
   * Moves, the one with the highest number first: those with a lower number than `before`, or the first ones; those of one
   * source, or all.
   */
  readonly list: (query: {
    readonly source?: string
    readonly before?: number
    readonly limit: number
  }) => ResultAsync<readonly (Move | DamagedMove)[], Unavailable>
  /**
   * Replaces the record of a move, by one conditional write. `overtaken`: it has another version than `from`, or does not
   * exist. `busy`: the move would be `running` or `undoing`, and another move of its source is. The store decides this too:
   * of two moves of one source that begin at the same time, one begins. Number, source and `plannedAt` stay.
   */
  readonly change: (from: number, to: Move) => ResultAsync<'changed' | 'overtaken' | 'busy', Unavailable>

  /** Adds chunks of a move. Every number is new: a second chunk with the same number is a broken invariant, not a result. */
  readonly addChunks: (chunks: readonly MoveChunk[]) => ResultAsync<void, Unavailable>
  /** Chunks of a move in the order of their numbers: those after this number, or the first ones. */
  readonly listChunks: (query: {
    readonly move: MoveId
    readonly after?: number
    readonly limit: number
  }) => ResultAsync<readonly MoveChunk[], Unavailable>
  /**
   * Claims a waiting chunk, the one with the lowest number first, and hides it from other callers until `leaseUntil`. The
   * same write counts the attempt. Of any number of callers at the same time, each gets another chunk, or none. A lease that
   * has run out by `now` hides nothing; nor does a lease further ahead than `longestLeaseMs` (`isPlausible`), which a clock
   * has set that ran ahead. Nothing: no such chunk waits, or others have all of them.
   */
  readonly claimChunk: (claim: ChunkClaim) => ResultAsync<MoveChunk | undefined, Unavailable>
  /** Lets a lease run longer, if `attempt` is still the last attempt of the chunk and it waits. */
  readonly renewLease: (
    claimed: ClaimedChunk,
    leaseUntil: Instant,
  ) => ResultAsync<'renewed' | 'lost', Unavailable>
  /** Gives a chunk back, if `attempt` is still its last attempt and it waits: anybody may claim it at once. */
  readonly releaseChunk: (claimed: ClaimedChunk) => ResultAsync<void, Unavailable>
  /**
   * Says that a chunk is done and what became of its rows, by one conditional write in the transaction of its users.
   * `lost`: another caller has claimed it meanwhile, it is done, or its move is not `running`. Then the caller lets its
   * transaction fail. After `advanced` the chunk has no lease.
   */
  readonly advance: (
    claimed: ClaimedChunk,
    counts: MoveCounts,
  ) => ResultAsync<'advanced' | 'lost', Unavailable>

  /** Replaces the refused rows of a chunk. All of them are of this chunk, and each row is there once. */
  readonly putRefused: (
    move: MoveId,
    chunk: number,
    refused: readonly RefusedMoveRow[],
  ) => ResultAsync<void, Unavailable>
  /** Refused rows of a move in the order of the input: those after this row, or the first ones. */
  readonly listRefused: (query: {
    readonly move: MoveId
    readonly after?: number
    readonly limit: number
  }) => ResultAsync<readonly RefusedMoveRow[], Unavailable>
  readonly countRefused: (move: MoveId) => ResultAsync<number, Unavailable>

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

/** The furthest time ahead of now to which a chunk is claimed, in ms. */
export const longestLeaseMs: number = 10 * 60_000
