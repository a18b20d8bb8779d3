import type { Issue } from '../kernel/issue.ts'
import type { RecordPosition } from '../input/record-reader.ts'
import type { Instant } from '../kernel/system.ts'
import type { MoveCounts } from './move-counts.ts'
import type { MoveId } from './move.ts'

/** A part of a move that is written in one transaction: rows that follow each other, or users that are missing. */
export type MoveChunk = {
  readonly move: MoveId
  /** From 0, without gaps. Chunks are claimed in this order. */
  readonly no: number
  readonly work: ChunkWork
  readonly state: 'waiting' | 'done'
  /** How often it was claimed. */
  readonly attempt: number
  /** Who has it, and until when no other caller may claim it. Both absent if nobody has it. */
  readonly holder?: string
  readonly leaseUntil?: Instant
  /** What became of its rows. Empty while it waits. */
  readonly counts: MoveCounts
}

/** What a chunk does. A store keeps it as JSON and does not read it. */
export type ChunkWork =
  | {
      readonly kind: 'rows'
      /** Where its first row begins. */
      readonly from: RecordPosition
      /** The number of its first row in the input, from 0. Files that are read one after the other are one input. */
      readonly first: number
      readonly rows: number
    }
  | {
      readonly kind: 'missing'
      /** The digests of the source's keys that the input has no more. */
      readonly keyDigests: readonly string[]
    }

/** A row of the input that stays out, and why. A store keeps position and issues as JSON. */
export type RefusedMoveRow = {
  readonly move: MoveId
  readonly chunk: number
  /** The number of the row in the input, from 0. */
  readonly row: number
  readonly position: RecordPosition
  /** Paths are relative to the row. They never quote it. */
  readonly issues: readonly Issue[]
}
