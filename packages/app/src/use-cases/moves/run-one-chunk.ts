import { issue, rejected, type Failure } from '@keepsake/domain'
import { err, ok, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { openChunkReader, thenClose } from './chunk-rows.ts'
import { leaseMs } from './keep-lease.ts'
import { hasWaitingChunk } from './list-chunks.ts'
import type { MoveRecords } from './move-records.ts'
import { figuresOf, type MoveFigures } from './report-move.ts'
import { findLater, requireMove, takeStep } from './require-move.ts'
import { checkPlan, workWithLease } from './run-move.ts'

/** One chunk of a move, for an engine that hands out the chunks by itself. */
export type RunChunk = {
  readonly move: string
  /** The number of the chunk, from 0. */
  readonly chunk: number
  readonly records: MoveRecords
  readonly holder: string
}

/**
 * What became of a chunk. `done-before`: it was written already, so that a job may be repeated. `held`: another caller has it
 * now.
 */
export type ChunkReport =
  { readonly outcome: 'done'; readonly figures: MoveFigures } | { readonly outcome: 'done-before' | 'held' }

/** Writes one chunk of a move. A repeated call changes nothing. The call after the last chunk ends the move. */
export const runOneChunk = (
  { move: id, chunk: no, records, holder }: RunChunk,
  context: PoolContext,
): ResultAsync<ChunkReport, Failure> =>
  safeTry(async function* () {
    const { moves } = context.storage
    const found = yield* requireMove(id, context)
    const chunks = yield* moves.listChunks({ move: id, limit: 1, ...(no > 0 ? { after: no - 1 } : {}) })
    if (chunks[0]?.no !== no) return err(rejected([issue('move.chunk_unknown', ['chunk'])]))
    if (chunks[0].state === 'done') return ok<ChunkReport>({ outcome: 'done-before' })
    yield* checkPlan(found, records, context)
    const later = yield* findLater(found, context)
    if (later !== undefined)
      return err(rejected([issue('move.source_moved_on', ['move'], { later: later.id })]))
    const move = found.state === 'running' ? found : yield* takeStep(id, 'run', context)
    const now = context.ports.system.clock()
    const chunk = yield* moves.claimChunk({ move: id, no, holder, now, leaseUntil: now + leaseMs })
    if (chunk === undefined) return ok<ChunkReport>({ outcome: 'held' })
    const reader = openChunkReader(records)
    const worked = yield* new ResultAsync(thenClose(workWithLease(move, chunk, reader, context), reader))
    if (worked.kind === 'lost') return ok<ChunkReport>({ outcome: 'held' })
    yield* endIfLast(id, context)
    const rows = chunk.work.kind === 'rows' ? chunk.work.rows : 0
    return ok<ChunkReport>({ outcome: 'done', figures: figuresOf(rows, worked.counts) })
  })

/** Of the callers that write the last chunks at the same time, one ends the move. */
const endIfLast = (id: string, context: PoolContext): ResultAsync<void, Failure> =>
  hasWaitingChunk(id, context).andThen((isWaiting) => {
    if (isWaiting) return ok()
    return takeStep(id, 'finish', context)
      .map(() => undefined)
      .orElse((failure) =>
        requireMove(id, context).andThen((move) => (move.state === 'running' ? err(failure) : ok(undefined))),
      )
  })
