import assert from 'node:assert/strict'
import { type ClaimedChunk, type Move, type MoveChunk, type PoolStorage } from '@keepsake/domain'
import { valueOf } from './case.ts'
import { aRunningMove } from './move-records.ts'
import { madeAt } from './records.ts'

/** The time of the cases. */
export const now: number = madeAt + 1_000

/** The length of a lease, in ms. */
export const lease = 60_000

type Asked = {
  readonly no?: number
  readonly holder?: string
  readonly at?: number
  readonly leaseUntil?: number
}

/** Claims a chunk of a move. */
export const claim = (
  { moves }: PoolStorage,
  { id }: Pick<Move, 'id'>,
  { no, holder = 'worker', at = now, leaseUntil = at + lease }: Asked = {},
): Promise<MoveChunk | undefined> =>
  valueOf(moves.claimChunk({ move: id, ...(no !== undefined && { no }), holder, now: at, leaseUntil }))

/** The claim of a chunk. */
export const claimedOf = ({ move, no, attempt }: MoveChunk): ClaimedChunk => ({ move, no, attempt })

/** Claims a chunk that must be there. */
export const claimSome = async (pool: PoolStorage, move: Move, asked: Asked = {}): Promise<ClaimedChunk> => {
  const chunk = await claim(pool, move, asked)
  assert(chunk !== undefined, 'no chunk was claimed')
  return claimedOf(chunk)
}

/** All chunks of a move. */
export const chunksOf = ({ moves }: PoolStorage, move: Move): Promise<readonly MoveChunk[]> =>
  valueOf(moves.listChunks({ move: move.id, limit: 99 }))

/** A chunk of a running move, which was claimed twice: the first caller has lost it. */
export const lostOnce = async (
  pool: PoolStorage,
): Promise<readonly [Move, lost: ClaimedChunk, held: ClaimedChunk]> => {
  const move = await aRunningMove(pool, 1)
  const lost = await claimSome(pool, move, { holder: 'late' })
  return [move, lost, await claimSome(pool, move, { holder: 'worker', at: now + lease })]
}
