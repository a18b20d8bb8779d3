import type { ResultAsync } from 'neverthrow'
import type { Damaged } from '../kernel/damaged.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { LedgerStore } from './ledger-store.ts'
import type { MoveChunkStore } from './move-chunk-store.ts'
import type { Move, MoveId } from './move.ts'

/** A move whose record cannot be read. */
export type DamagedMove = Pick<Move, 'id' | 'number'> & Damaged

/**
 * Port: the moves of one pool, their chunks and refused rows, and the ledger of each source. A chunk is written in one
 * transaction together with the users of its rows: the ledger and the users never differ.
 *
 * `UserStore.removeAll` erases, in its own transaction, every row of the ledger that names a removed user: `key`, `userId`,
 * `move`, `fingerprint`, `versionAfter` and `passwordSetAt` become absent, `fields` and `before` empty, the outcome `erased`,
 * and the revision rises by one. Source, digest and revision stay. A caller that removes a user and
 * wants to keep the row writes it without `userId` first, in the same transaction.
 *
 * A call that asks for one record that cannot be read is `Unavailable`. A list has it at its place.
 */
export type MoveStore = MoveChunkStore &
  LedgerStore & {
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
  }
