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
import type { Session } from '../../storage-over.ts'
import { add, copyOf } from '../records.ts'
import type { Tables } from '../tables.ts'

/** The chunks of a pool's moves in memory, and their refused rows. */
export const memoryMoveChunks = (session: Session<Tables>): MoveChunkStore => ({
  addChunks: (chunks) =>
    session.write(({ moveChunks }) => {
      for (const chunk of chunks) add(moveChunks, keyOf(chunk.move, chunk.no), copyOf(chunk))
      return ok()
    }),
  listChunks: ({ move, state, after = -1, limit }) =>
    session.read((tables) =>
      chunksOf(tables, move)
        .filter((chunk) => chunk.no > after && (state === undefined || chunk.state === state))
        .slice(0, Math.max(0, limit)),
    ),
  claimChunk: ({ move, no, holder, now, leaseUntil }) =>
    session.write((tables) => {
      const found = chunksOf(tables, move).find(
        (chunk) => (no === undefined || chunk.no === no) && isClaimable(chunk, now),
      )
      if (found === undefined) return ok(undefined)
      const claimed = { ...found, holder, leaseUntil, attempt: found.attempt + 1 }
      put(tables, claimed)
      return ok(claimed)
    }),
  renewLease: (claimed, leaseUntil) =>
    session.write((tables) => {
      const chunk = heldBy(tables, claimed)
      if (chunk === undefined) return ok('lost')
      put(tables, { ...chunk, leaseUntil })
      return ok('renewed')
    }),
  releaseChunk: (claimed) =>
    session.write((tables) => {
      const chunk = heldBy(tables, claimed)
      if (chunk !== undefined) put(tables, withoutLease(chunk))
      return ok()
    }),
  advance: (claimed, counts) =>
    session.write((tables) => {
      const chunk = heldBy(tables, claimed)
      if (chunk === undefined || tables.moves.get(claimed.move)?.state !== 'running') return ok('lost')
      put(tables, { ...withoutLease(chunk), state: 'done', counts: copyOf(counts) })
      return ok('advanced')
    }),
  putRefused: (move, chunk, refused) =>
    session.write((tables) => {
      for (const each of refusedOf(tables, move))
        if (each.chunk === chunk) tables.refusedMoveRows.put(keyOf(move, each.row), undefined)
      for (const each of refused) add(tables.refusedMoveRows, keyOf(move, each.row), copyOf(each))
      return ok()
    }),
  listRefused: ({ move, after = -1, limit }) =>
    session.read((tables) =>
      refusedOf(tables, move)
        .filter(({ row }) => row > after)
        .toSorted((one, other) => one.row - other.row)
        .slice(0, Math.max(0, limit)),
    ),
  countRefused: (move) => session.read((tables) => refusedOf(tables, move).length),
})

const keyOf = (move: MoveId, number: number): string => `${number} ${move}`

const put = ({ moveChunks }: Tables, chunk: MoveChunk): void =>
  moveChunks.put(keyOf(chunk.move, chunk.no), chunk)

/** In the order of their numbers. */
const chunksOf = ({ moveChunks }: Tables, move: MoveId): readonly MoveChunk[] =>
  [...moveChunks.entries()]
    .map(([, chunk]) => chunk)
    .filter((chunk) => chunk.move === move)
    .toSorted((one, other) => one.no - other.no)

const refusedOf = ({ refusedMoveRows }: Tables, move: MoveId): readonly RefusedMoveRow[] =>
  [...refusedMoveRows.entries()].map(([, refused]) => refused).filter((refused) => refused.move === move)

const isClaimable = ({ state, leaseUntil }: MoveChunk, now: Instant): boolean =>
  state === 'waiting' &&
  (leaseUntil === undefined || leaseUntil <= now || !isPlausible(leaseUntil, now, longestLeaseMs))

/** The chunk, if it waits and no other caller has claimed it since. */
const heldBy = ({ moveChunks }: Tables, { move, no, attempt }: ClaimedChunk): MoveChunk | undefined => {
  const chunk = moveChunks.get(keyOf(move, no))
  return chunk?.state === 'waiting' && chunk.attempt === attempt ? chunk : undefined
}

const withoutLease = ({ holder: _holder, leaseUntil: _leaseUntil, ...chunk }: MoveChunk): MoveChunk => chunk
