import type { Failure, RefusedMoveRow } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import {
  listMovesInput,
  movedIdsInput,
  ofMoveInput,
  ofSourceInput,
  planMoveInput,
  refusedRowsInput,
  releaseChunkInput,
  runChunkInput,
  runMoveInput,
  undoMoveInput,
} from '../input/moves.ts'
import { closeSource, type ClosedSource } from '../use-cases/moves/close-source.ts'
import { rulesOf, type PlanMoveCommand } from '../use-cases/moves/plan-command.ts'
import { planMove } from '../use-cases/moves/plan-move.ts'
import type { MovePlanReport } from '../use-cases/moves/report-move.ts'
import { runMove, type MoveRunReport, type RunMove } from '../use-cases/moves/run-move.ts'
import { runOneChunk, type ChunkReport, type RunChunk } from '../use-cases/moves/run-one-chunk.ts'
import {
  listMovedIds,
  listRefusedRows,
  moveStatus,
  summarizeMoves,
  type MovedId,
  type MoveStatus,
  type MoveSummary,
  type Page,
} from '../use-cases/moves/show-moves.ts'
import { undoMove, type UndoMove, type UndoReport } from '../use-cases/moves/undo-move.ts'
import { doorsOf, type Guarded } from './door.ts'

/** `keepsake.moves`: moves users of a source in, plans it before, goes on after a kill, follows the source, and takes it back. */
export type Moves = {
  /** Reads all records of a source and decides about each. It writes nothing but the plan. A second plan of a source is a delta. */
  readonly plan: (command: PlanMoveCommand) => ResultAsync<MovePlanReport, Failure>
  /** Writes what was planned. After a kill, the same call goes on. Several callers may run one move. */
  readonly run: (command: RunMove) => ResultAsync<MoveRunReport, Failure>
  /** Writes one chunk, for an engine that hands out chunks by itself. A repeated call changes nothing. */
  readonly runChunk: (command: RunChunk) => ResultAsync<ChunkReport, Failure>
  /** Gives a chunk back whose holder is known to have died, so that nobody waits for its lease. */
  readonly releaseChunk: (of: {
    readonly move: string
    readonly no: number
    readonly attempt: number
  }) => ResultAsync<void, Failure>
  /** Tells how a move stands. */
  readonly status: (of: { readonly move: string }) => ResultAsync<MoveStatus, Failure>
  /** Lists the moves of a source, or of all of them, the last one first. */
  readonly list: (of?: {
    readonly source?: string | undefined
  }) => ResultAsync<readonly MoveSummary[], Failure>
  /** Takes back what the last move of a source has written. Users who have signed in or were changed since stay. */
  readonly undo: (command: UndoMove) => ResultAsync<UndoReport, Failure>
  /** Ends the moves of a source. What was brought and what was there before is forgotten. The map of ids stays. */
  readonly close: (of: { readonly source: string }) => ResultAsync<ClosedSource, Failure>
  /** Lists the rows of a move that stay out, with their positions and the reasons. */
  readonly refused: (
    page: Page<number> & { readonly move: string },
  ) => ResultAsync<readonly RefusedMoveRow[], Failure>
  /** Lists which key of a source became which user. `after` is where the next page begins. */
  readonly ids: (
    page: Page<string> & { readonly source: string },
  ) => ResultAsync<{ readonly ids: readonly MovedId[]; readonly after?: string }, Failure>
}

/** Makes `keepsake.moves`. */
export const openMoves = (context: PoolContext): Guarded<Moves> => {
  const { door } = doorsOf(context)
  return {
    plan: door(planMoveInput, (command) =>
      planMove({ ...command, rules: rulesOf(command, context) }, context),
    ),
    run: door(runMoveInput, (command) => runMove(command, context)),
    runChunk: door(runChunkInput, (command) => runOneChunk(command, context)),
    releaseChunk: door(releaseChunkInput, (claimed) => context.storage.moves.releaseChunk(claimed)),
    status: door(ofMoveInput, ({ move }) => moveStatus(move, context)),
    list: door(listMovesInput, (of) => summarizeMoves(of?.source, context)),
    undo: door(undoMoveInput, (command) => undoMove(command, context)),
    close: door(ofSourceInput, ({ source }) => closeSource(source, context)),
    refused: door(refusedRowsInput, (page) => listRefusedRows(page, context)),
    ids: door(movedIdsInput, (page) => listMovedIds(page, context)),
  }
}
