import {
  clockSkewMs,
  longestLeaseMs,
  type ChunkClaim,
  type ClaimedChunk,
  type Instant,
  type MoveCounts,
  type MoveId,
  type MoveStore,
  type UserPoolId,
} from '@keepsake/domain'
import { sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { Statement } from '../view.ts'
import type { ChunkRow, RefusedRow } from './chunk-rows.ts'

/** The statements on the chunks of a pool's moves, and on their refused rows. */
export type ChunkStatements = {
  readonly list: (query: Parameters<MoveStore['listChunks']>[0]) => Statement<ChunkRow>
  /** The chunk that a caller may claim. */
  readonly claimable: (claim: ChunkClaim) => Statement<ChunkRow>
  readonly lease: (chunk: ClaimedChunk, claim: ChunkClaim) => Statement<unknown>
  readonly renew: (claimed: ClaimedChunk, leaseUntil: Instant) => Statement<unknown>
  readonly release: (claimed: ClaimedChunk) => Statement<unknown>
  /** The move, if it is running. It goes on running until the transaction ends. */
  readonly running: (move: MoveId) => Statement<{ readonly id: string }>
  readonly finish: (claimed: ClaimedChunk, counts: MoveCounts) => Statement<unknown>
  readonly dropRefused: (move: MoveId, chunk: number) => Statement<unknown>
  readonly listRefused: (query: Parameters<MoveStore['listRefused']>[0]) => Statement<RefusedRow>
  readonly countRefused: (move: MoveId) => Statement<{ readonly refused: number }>
}

const chunks = 'keepsake_move_chunks'
const refusedRows = 'keepsake_refused_move_rows'

export const chunkStatements = (
  pool: UserPoolId,
  { db, isText, lockingShared, lockingUnlocked }: Dialect,
): ChunkStatements => {
  /** A chunk that waits, for the caller who has claimed it last. */
  const ofHolder = ({ move, no, attempt }: ClaimedChunk) =>
    db
      .updateTable(chunks)
      .where('user_pool_id', '=', pool)
      .where(isText('move_id', move))
      .where('chunk_no', '=', no)
      .where('state', '=', 'waiting')
      .where('attempt', '=', attempt)
  return {
    list: ({ move, state, after, limit }) =>
      db
        .selectFrom(chunks)
        .selectAll()
        .where('user_pool_id', '=', pool)
        .where(isText('move_id', move))
        .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
        .$if(after !== undefined, (query) => query.where('chunk_no', '>', after ?? 0))
        .orderBy('chunk_no')
        .limit(sql.lit(Math.max(0, limit))),
    claimable: ({ move, no, now }) =>
      db
        .selectFrom(chunks)
        .selectAll()
        .where('user_pool_id', '=', pool)
        .where(isText('move_id', move))
        .where('state', '=', 'waiting')
        .$if(no !== undefined, (query) => query.where('chunk_no', '=', no ?? 0))
        .where((eb) =>
          eb.or([
            eb('lease_until', 'is', null),
            eb('lease_until', '<=', now),
            // A clock that ran ahead has set it.
            eb('lease_until', '>', now + longestLeaseMs + clockSkewMs),
          ]),
        )
        .orderBy('chunk_no')
        .limit(sql.lit(1))
        .modifyEnd(lockingUnlocked),
    lease: ({ move, no, attempt }, { holder, leaseUntil }) =>
      db
        .updateTable(chunks)
        .set({ attempt, holder, lease_until: leaseUntil })
        .where('user_pool_id', '=', pool)
        .where('move_id', '=', move)
        .where('chunk_no', '=', no),
    renew: (claimed, leaseUntil) => ofHolder(claimed).set({ lease_until: leaseUntil }),
    release: (claimed) => ofHolder(claimed).set({ holder: null, lease_until: null }),
    running: (move) =>
      db
        .selectFrom('keepsake_moves')
        .select('id')
        .where('user_pool_id', '=', pool)
        .where(isText('id', move))
        .where('state', '=', 'running')
        .modifyEnd(lockingShared),
    finish: (claimed, counts) =>
      ofHolder(claimed).set({
        state: 'done',
        holder: null,
        lease_until: null,
        counts: JSON.stringify(counts),
      }),
    dropRefused: (move, chunk) =>
      db
        .deleteFrom(refusedRows)
        .where('user_pool_id', '=', pool)
        .where(isText('move_id', move))
        .where('chunk_no', '=', chunk),
    listRefused: ({ move, after, limit }) =>
      db
        .selectFrom(refusedRows)
        .selectAll()
        .where('user_pool_id', '=', pool)
        .where(isText('move_id', move))
        .$if(after !== undefined, (query) => query.where('row_no', '>', after ?? 0))
        .orderBy('row_no')
        .limit(sql.lit(Math.max(0, limit))),
    countRefused: (move) =>
      db
        .selectFrom(refusedRows)
        .select(({ fn }) => fn.countAll<number>().as('refused'))
        .where('user_pool_id', '=', pool)
        .where(isText('move_id', move)),
  }
}
