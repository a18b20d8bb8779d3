import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/system.ts'
import type { MoveChunk, RefusedMoveRow } from './move-chunk.ts'
import type { MoveCounts } from './move-counts.ts'
import type { MoveId } from './move.ts'

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

/** The part of `MoveStore` with the chunks of a move, and its refused rows. */
export type MoveChunkStore = {
  /** Adds chunks of a move. Every number is new: a second chunk with the same number is a broken invariant, not a result. */
  readonly addChunks: (chunks: readonly MoveChunk[]) => ResultAsync<void, Unavailable>
  /** Chunks of a move in the order of their numbers: those after this number, or the first ones. */
  readonly listChunks: (query: {
    readonly move: MoveId
    /** Only chunks in this state. */
    readonly state?: MoveChunk['state']
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
}

/** The furthest time ahead of now to which a chunk is claimed, in ms. */
export const longestLeaseMs: number = 10 * 60_000
