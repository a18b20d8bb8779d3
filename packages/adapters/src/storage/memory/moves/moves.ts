import type { MoveStore } from '@keepsake/domain'
import type { Session } from '../../storage-over.ts'
import type { Tables } from '../tables.ts'
import { memoryMoveChunks } from './chunks.ts'
import { memoryLedger } from './ledger.ts'
import { memoryMoveRecords } from './move-records.ts'

/** The moves of a pool in memory. */
export const memoryMoves = (session: Session<Tables>): MoveStore => ({
  ...memoryMoveRecords(session),
  ...memoryMoveChunks(session),
  ...memoryLedger(session),
})
