import {
  addCounts,
  countOf,
  issue,
  rejected,
  type ClaimedChunk,
  type Failure,
  type Move,
  type MoveChunk,
  type MoveCounts,
  type Rejected,
} from '@keepsake/domain'
import { mustBeDropped } from '@keepsake/domain/rules'
import { err, errAsync, ok, okAsync, ResultAsync, safeTry, type Result } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { openChunkReader, thenClose, type ChunkReader } from './chunk-rows.ts'
import { keepLease, leaseMs } from './keep-lease.ts'
import { hasWaitingChunk, listAllChunks } from './list-chunks.ts'
import type { MoveRecords } from './move-records.ts'
import { digestRules, readRules } from './move-rules.ts'
import { figuresOf, lostIn, rowsDone, type MoveFigures } from './report-move.ts'
import { findLater, requireMove, takeStep } from './require-move.ts'
import { workOnChunk } from './run-chunk.ts'

/** What a run has done so far. */
export type MoveProgress = {
  /** Rows that are written, of all workers. */
  readonly done: number
  readonly rows: number
  readonly refused: number
}

/** How to run a move. */
export type RunMove = {
  readonly move: string
  readonly records: MoveRecords
  /** Who runs it, as others may see it: a host and a process. */
  readonly holder: string
  readonly onProgress?: ((progress: MoveProgress) => void) | undefined
  /** Once it is aborted, the run ends after the chunk under way. */
  readonly signal?: AbortSignal | undefined
  /** Stops once so many rows of this run were refused. */
  readonly stopAfterRefused?: number | undefined
}

/** Why a run ended. */
export type RunEnd = 'done' | 'signal' | 'refused'

/** What a run has done. The figures are of the whole move. */
export type MoveRunReport = MoveFigures & {
  readonly move: string
  readonly source: string
  readonly state: Move['state']
  readonly ended: RunEnd
  readonly suspended: number
  readonly archived: number
  readonly deleted: number
}

/**
 * Writes what was planned, chunk by chunk. Refuses another input and other rules than those of the plan. After a kill, the same
 * call goes on: each chunk is written as a whole or not at all. Several callers may run one move.
 */
export const runMove = (command: RunMove, context: PoolContext): ResultAsync<MoveRunReport, Failure> =>
  safeTry(async function* () {
    const planned = yield* requireMove(command.move, context)
    if (planned.state === 'done') return reportRun(planned, 'done', context)
    yield* checkPlan(planned, command.records, context)
    const later = yield* findLater(planned, context)
    if (later !== undefined)
      return err(rejected([issue('move.source_moved_on', ['move'], { later: later.id })]))
    const move = yield* takeStep(command.move, 'run', context)
    const reader = openChunkReader(command.records)
    const ended = yield* new ResultAsync(thenClose(runChunks(move, reader, command, context), reader)).orElse(
      (failure) => halt(move, failure, context),
    )
    const last = yield* takeStep(move.id, ended === 'done' ? 'finish' : 'halt', context).orElse((failure) =>
      // Another worker may have ended the move already.
      requireMove(move.id, context).andThen((now) => (now.state === 'running' ? err(failure) : ok(now))),
    )
    return reportRun(last, ended, context)
  })

/** What a run does must be what the plan has shown. */
export const checkPlan = (
  move: Move,
  { digest }: Pick<MoveRecords, 'digest'>,
  context: PoolContext,
): Result<void, Rejected> => {
  if (digest !== move.input.digest) return err(rejected([issue('move.input_changed', ['input'])]))
  const rules = readRules(move)
  if (digestRules(rules, context) !== move.rulesDigest)
    return err(rejected([issue('move.settings_changed', ['move'])]))
  const lost = lostIn(move.plan.counts).filter(({ reason }) => mustBeDropped(reason))
  return lost.length === 0
    ? ok()
    : err(rejected(lost.map(({ field, rows }) => issue('move.field_lost', [field], { rows }))))
}

/** The move is stopped, so that a later run may go on. */
const halt = (move: Move, failure: Failure, context: PoolContext): ResultAsync<never, Failure> =>
  takeStep(move.id, 'halt', context)
    .andThen(() => errAsync(failure))
    .orElse(() => errAsync(failure))

/** How long a run waits until it looks again whether the chunks of others are done, in ms. */
const lookAgainMs = 250

const runChunks = async (
  move: Move,
  reader: ChunkReader,
  { holder, onProgress, signal, stopAfterRefused = Infinity }: RunMove,
  context: PoolContext,
): Promise<Result<RunEnd, Failure>> => {
  const { moves } = context.storage
  let progress = await sumUp(move, context)
  let refusedNow = 0
  for (;;) {
    if (progress.isErr()) return err(progress.error)
    onProgress?.(progress.value)
    if (signal?.aborted === true) return ok('signal')
    if (refusedNow >= stopAfterRefused) return ok('refused')
    const now = context.ports.system.clock()
    const claimed = await moves.claimChunk({ move: move.id, holder, now, leaseUntil: now + leaseMs })
    if (claimed.isErr()) return err(claimed.error)
    const chunk = claimed.value
    if (chunk === undefined) {
      const isLeft = await hasWaitingChunk(move.id, context)
      if (isLeft.isErr()) return err(isLeft.error)
      if (!isLeft.value) return ok('done')
      await wait(lookAgainMs)
      continue
    }
    const worked = await workWithLease(move, chunk, reader, context)
    if (worked.isErr()) return err(worked.error)
    if (worked.value.kind === 'lost') {
      const standing = await requireMove(move.id, context)
      if (standing.isErr()) return err(standing.error)
      if (standing.value.state !== 'running') return ok('signal')
      progress = await sumUp(move, context)
      continue
    }
    const { counts } = worked.value
    refusedNow += countOf(counts, 'refused')
    progress = progress.map((sum) => withChunk(sum, chunk, counts))
  }
}

const withChunk = (sum: MoveProgress, { work }: MoveChunk, counts: MoveCounts): MoveProgress => ({
  ...sum,
  done: sum.done + (work.kind === 'rows' ? work.rows : 0),
  refused: sum.refused + countOf(counts, 'refused'),
})

/** Does a claimed chunk while its lease is kept. If that fails, the chunk is free at once. */
export const workWithLease = (
  move: Move,
  chunk: MoveChunk,
  reader: ChunkReader,
  context: PoolContext,
): ReturnType<typeof workOnChunk> => {
  const { moves } = context.storage
  const claimed: ClaimedChunk = { move: move.id, no: chunk.no, attempt: chunk.attempt }
  const end = keepLease(claimed, moves, context.ports.system)
  const working = Promise.resolve(workOnChunk(move, chunk, reader, context)).finally(end)
  return new ResultAsync(working).orElse((failure) =>
    moves
      .releaseChunk(claimed)
      .andThen(() => errAsync(failure))
      .orElse(() => errAsync(failure)),
  )
}

const sumUp = (move: Move, context: PoolContext): ResultAsync<MoveProgress, Failure> =>
  listAllChunks(move.id, context).map((chunks) => ({
    done: rowsDone(chunks),
    rows: move.plan.rows,
    refused: countOf(chunks.map(({ counts }) => counts).reduce(addCounts, {}), 'refused'),
  }))

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/** What became of the rows of a move so far. */
export const reportRun = (
  move: Move,
  ended: RunEnd,
  context: PoolContext,
): ResultAsync<MoveRunReport, Failure> =>
  listAllChunks(move.id, context).andThen((chunks) => {
    const counts = chunks.map((each) => each.counts).reduce(addCounts, {})
    return okAsync({
      move: move.id,
      source: move.source,
      state: move.state,
      ended,
      ...figuresOf(rowsDone(chunks), counts),
      suspended: countOf(counts, 'suspended'),
      archived: countOf(counts, 'archived'),
      deleted: countOf(counts, 'deleted'),
    })
  })
