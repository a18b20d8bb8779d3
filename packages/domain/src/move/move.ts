import type { Instant } from '../kernel/system.ts'
import type { MoveCounts } from './move-counts.ts'

/** The id of a move in its pool: `m` and its number, such as `m7`. */
export type MoveId = string

/**
 * `planning`: its input is still being read. `planned`: it was judged, and nothing but the plan was written. `running`: its chunks are being written. `stopped`: some
 * chunks are written, and a run goes on with the others. `done`: all chunks are written. `undoing`, `undone`: what it has
 * written is being taken back, or was. `closed`: nothing of it can be run or undone any more.
 */
export const moveStates = [
  'planning',
  'planned',
  'running',
  'stopped',
  'done',
  'undoing',
  'undone',
  'closed',
] as const

export type MoveState = (typeof moveStates)[number]

/** Whether a move works on the users of its source. Of the moves of one source, one may do so at a time. */
export const isUnderWay = (state: MoveState): boolean => state === 'running' || state === 'undoing'

/** What is read: a file or several, in the words of the one who opened it. */
export type MoveInput = {
  /** The format or the system that it comes from, such as `ndjson`. */
  readonly from: string
  /** The name of the file, without its folders. */
  readonly name: string
  /** Of all that is read. Another digest is another input. */
  readonly digest: string
  /** What opens it again, in the words of the one who opened it. */
  readonly reopen?: string
}

/** What a move does with the users that the source had before and has no more. */
export const missingRules = ['ignore', 'report', 'suspend', 'archive', 'delete'] as const

export type MissingRule = (typeof missingRules)[number]

/** What a plan has found. A store keeps it as JSON and does not read it. */
export type MovePlan = {
  readonly rows: number
  readonly counts: MoveCounts
}

/** One import over time of one export of a source. */
export type Move = {
  readonly id: MoveId
  /** Counts the moves of the pool, from 1. */
  readonly number: number
  /** The name of where the rows come from, such as `auth0-prod`. Moves of one source follow each other. */
  readonly source: string
  readonly state: MoveState
  /** How often the record was changed since it was made. */
  readonly version: number
  readonly plannedAt: Instant
  /** When its first run began. */
  readonly startedAt?: Instant
  /** When it was done, stopped or undone. */
  readonly endedAt?: Instant
  readonly input: MoveInput
  /** The options of the move, as JSON text. A run takes them from here. */
  readonly rules: string
  /** Of the rules and of the settings that decide about a row. */
  readonly rulesDigest: string
  readonly plan: MovePlan
}
