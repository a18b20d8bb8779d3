import type { DamagedMove, Move, UserPoolId } from '@keepsake/domain'
import { move as isMove } from '@keepsake/domain/guard'
import { readRecord } from '../read-record.ts'
import type { RowOf } from '../tables.ts'

export type MoveRow = RowOf<'keepsake_moves'>

/** Fields without their own column are stored in the document. */
export const toMoveRow = (move: Move, pool: UserPoolId): MoveRow => {
  const { id, number, source, state, version, plannedAt, ...document } = move
  return {
    user_pool_id: pool,
    id,
    move_number: number,
    source,
    state,
    version,
    planned_at: plannedAt,
    document: JSON.stringify(document),
  }
}

/** A move as it was written; if its row is damaged, a damaged move. */
export const toMove = (row: MoveRow): Move | DamagedMove =>
  readRecord(row, moveOf, isMove) ?? { id: row.id, number: row.move_number, damaged: true }

const moveOf = (row: MoveRow): object => ({
  ...(JSON.parse(row.document) as object),
  id: row.id,
  number: row.move_number,
  source: row.source,
  state: row.state,
  version: row.version,
  plannedAt: row.planned_at,
})
