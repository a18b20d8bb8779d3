import type { Session } from '@keepsake/adapters/storage/kit'
import {
  isPlausible,
  longestLeaseMs,
  type ClaimedChunk,
  type Instant,
  type MoveChunk,
  type MoveId,
  type MoveChunkStore,
  type RefusedMoveRow,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { add, keyOf } from './records.ts'

export const moveChunksIn = (session: Session<PoolDocument>): MoveChunkStore => ({
  addChunks: (added) =>
    session.write(({ chunks }) => {
      for (const chunk of added) add(chunks, keyOf(chunk.move, `${chunk.no}`), chunk)
      return ok()
    }),
  listChunks: ({ move, state, after = -1, limit }) =>
    session.read((pool) =>
      chunksOf(pool, move)
        .filter((chunk) => chunk.no > after && (state === undefined || chunk.state === state))
        .slice(0, Math.max(0, limit)),
    ),
  claimChunk: ({ move, no, holder, now, leaseUntil }) =>
    session.write((pool) => {
      const found = chunksOf(pool, move).find(
        (chunk) => (no === undefined || chunk.no === no) && isClaimable(chunk, now),
      )
      if (found === undefined) return ok(undefined)
      const claimed = { ...found, holder, leaseUntil, attempt: found.attempt + 1 }
      put(pool, claimed)
      return ok(claimed)
    }),
  renewLease: (claimed, leaseUntil) =>
    session.write((pool) => {
      const chunk = lastClaimed(pool, claimed)
      if (chunk === undefined) return ok('lost')
      put(pool, { ...chunk, leaseUntil })
      return ok('renewed')
    }),
  releaseChunk: (claimed) =>
    session.write((pool) => {
      const chunk = lastClaimed(pool, claimed)
      if (chunk !== undefined) put(pool, withoutLease(chunk))
      return ok()
    }),
  advance: (claimed, counts) =>
    session.write((pool) => {
      const chunk = lastClaimed(pool, claimed)
      if (chunk === undefined || pool.moves.get(claimed.move)?.state !== 'running') return ok('lost')
      put(pool, { ...withoutLease(chunk), state: 'done', counts })
      return ok('advanced')
    }),
  putRefused: (move, chunk, refused) =>
    session.write((pool) => {
      for (const each of refusedOf(pool, move))
        if (each.chunk === chunk) pool.refusedRows.delete(keyOf(move, `${each.row}`))
      for (const each of refused) add(pool.refusedRows, keyOf(move, `${each.row}`), each)
      return ok()
    }),
  listRefused: ({ move, after = -1, limit }) =>
    session.read((pool) =>
      refusedOf(pool, move)
        .filter(({ row }) => row > after)
        .slice(0, Math.max(0, limit)),
    ),
  countRefused: (move) => session.read((pool) => refusedOf(pool, move).length),
})

const put = ({ chunks }: PoolDocument, chunk: MoveChunk): void =>
  void chunks.set(keyOf(chunk.move, `${chunk.no}`), chunk)

const chunksOf = ({ chunks }: PoolDocument, move: MoveId): readonly MoveChunk[] =>
  [...chunks.values()].filter((chunk) => chunk.move === move).toSorted((one, other) => one.no - other.no)

const refusedOf = ({ refusedRows }: PoolDocument, move: MoveId): readonly RefusedMoveRow[] =>
  [...refusedRows.values()].filter((each) => each.move === move).toSorted((one, other) => one.row - other.row)

const isClaimable = ({ state, leaseUntil }: MoveChunk, now: Instant): boolean =>
  state === 'waiting' &&
  (leaseUntil === undefined || leaseUntil <= now || !isPlausible(leaseUntil, now, longestLeaseMs))

/** The chunk, if it waits and nobody has claimed it since. */
const lastClaimed = (
  { chunks }: PoolDocument,
  { move, no, attempt }: ClaimedChunk,
): MoveChunk | undefined => {
  const chunk = chunks.get(keyOf(move, `${no}`))
  return chunk?.state === 'waiting' && chunk.attempt === attempt ? chunk : undefined
}

const withoutLease = ({ holder: _holder, leaseUntil: _leaseUntil, ...chunk }: MoveChunk): MoveChunk => chunk
