import type { MoveChunk, RefusedMoveRow, Unavailable, UserPoolId } from '@keepsake/domain'
import { moveChunk as isChunk, refusedMoveRow as isRefused } from '@keepsake/domain/guard'
import { err, ok, type Result } from 'neverthrow'
import { unreadableRecord } from '../../unreadable-record.ts'
import { readRecord } from '../read-record.ts'
import type { RowOf } from '../tables.ts'

export type ChunkRow = RowOf<'keepsake_move_chunks'>
export type RefusedRow = RowOf<'keepsake_refused_move_rows'>

export const toChunkRow = (chunk: MoveChunk, pool: UserPoolId): ChunkRow => ({
  user_pool_id: pool,
  move_id: chunk.move,
  chunk_no: chunk.no,
  state: chunk.state,
  attempt: chunk.attempt,
  holder: chunk.holder ?? null,
  lease_until: chunk.leaseUntil ?? null,
  work: JSON.stringify(chunk.work),
  counts: JSON.stringify(chunk.counts),
})

/** A chunk as it was written, unless its row is damaged. */
export const toChunk = (row: ChunkRow): Result<MoveChunk, Unavailable> => {
  const chunk = readRecord(row, chunkOf, isChunk)
  return chunk === undefined
    ? err(unreadableRecord(`chunk ${row.chunk_no} of move ${row.move_id}`))
    : ok(chunk)
}

const chunkOf = (row: ChunkRow): object => ({
  move: row.move_id,
  no: row.chunk_no,
  work: JSON.parse(row.work) as unknown,
  state: row.state,
  attempt: row.attempt,
  ...(row.holder !== null && { holder: row.holder }),
  ...(row.lease_until !== null && { leaseUntil: row.lease_until }),
  counts: JSON.parse(row.counts) as unknown,
})

export const toRefusedRow = (refused: RefusedMoveRow, pool: UserPoolId): RefusedRow => {
  const { move, chunk, row, ...document } = refused
  return {
    user_pool_id: pool,
    move_id: move,
    row_no: row,
    chunk_no: chunk,
    document: JSON.stringify(document),
  }
}

/** A refused row as it was written, unless its record is damaged. */
export const toRefused = (row: RefusedRow): Result<RefusedMoveRow, Unavailable> => {
  const refused = readRecord(row, refusedOf, isRefused)
  return refused === undefined
    ? err(unreadableRecord(`refused row ${row.row_no} of move ${row.move_id}`))
    : ok(refused)
}

const refusedOf = (row: RefusedRow): object => ({
  ...(JSON.parse(row.document) as object),
  move: row.move_id,
  chunk: row.chunk_no,
  row: row.row_no,
})
