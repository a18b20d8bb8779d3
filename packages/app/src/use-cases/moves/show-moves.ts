import {
  addCounts,
  isDamaged,
  type Failure,
  type Instant,
  type LedgerRow,
  type Move,
  type RefusedMoveRow,
} from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { listMoves } from './close-source.ts'
import { listAllChunks } from './list-chunks.ts'
import { figuresOf, reportPlan, rowsDone, type MoveFigures, type MovePlanReport } from './report-move.ts'
import { requireMove } from './require-move.ts'

/** A move: what it planned, and what it has done. */
export type MoveStatus = {
  readonly move: string
  readonly source: string
  readonly state: Move['state']
  readonly plannedAt: Instant
  readonly startedAt?: Instant
  readonly endedAt?: Instant
  readonly plan: MovePlanReport
  /** What opens the input again, in the words of the one who planned. */
  readonly reopen?: string
  /** Rows that stay out: as planned, and where a chunk is done, as it was. */
  readonly refused: number
  /** Of the chunks that are done. */
  readonly written: MoveFigures
  readonly chunks: {
    readonly done: number
    readonly waiting: number
    /** Chunks that somebody has now. */
    readonly held: readonly HeldChunk[]
  }
}

/** A chunk that somebody has, and until when at most. */
export type HeldChunk = {
  readonly no: number
  readonly attempt: number
  readonly holder: string
  readonly until: Instant
}

/** Tells how a move stands. */
export const moveStatus = (id: string, context: PoolContext): ResultAsync<MoveStatus, Failure> =>
  requireMove(id, context).andThen((move) =>
    ResultAsync.combine([listAllChunks(id, context), context.storage.moves.countRefused(id)]).map(
      ([chunks, refused]): MoveStatus => {
        const waiting = chunks.filter(({ state }) => state === 'waiting')
        const now = context.ports.system.clock()
        return {
          move: id,
          source: move.source,
          state: move.state,
          plannedAt: move.plannedAt,
          ...(move.startedAt === undefined ? {} : { startedAt: move.startedAt }),
          ...(move.endedAt === undefined ? {} : { endedAt: move.endedAt }),
          plan: reportPlan(move),
          ...(move.input.reopen === undefined ? {} : { reopen: move.input.reopen }),
          refused,
          written: figuresOf(rowsDone(chunks), chunks.map(({ counts }) => counts).reduce(addCounts, {})),
          chunks: {
            done: chunks.length - waiting.length,
            waiting: waiting.length,
            held: waiting.flatMap(({ no, attempt, holder, leaseUntil }) =>
              holder !== undefined && leaseUntil !== undefined && leaseUntil > now
                ? [{ no, attempt, holder, until: leaseUntil }]
                : [],
            ),
          },
        }
      },
    ),
  )

/** A move in a list. */
export type MoveSummary = Pick<MoveStatus, 'move' | 'source' | 'state' | 'plannedAt'> & {
  readonly input: string
  readonly rows: number
}

/** Lists moves, the last one first. */
export const summarizeMoves = (
  source: string | undefined,
  context: PoolContext,
): ResultAsync<readonly MoveSummary[], Failure> =>
  listMoves(source, context).map((moves) =>
    moves.map(({ id, source: of, state, plannedAt, input, plan }) => ({
      move: id,
      source: of,
      state,
      plannedAt,
      input: input.name,
      rows: plan.rows,
    })),
  )

/** A page of something: those after the given place, or the first ones. */
export type Page<After> = { readonly after?: After | undefined; readonly limit?: number | undefined }

const usualPage = 1000

/** Lists the rows of a move that stay out, with their positions in the input and the reasons. */
export const listRefusedRows = (
  { move: id, after, limit = usualPage }: Page<number> & { readonly move: string },
  context: PoolContext,
): ResultAsync<readonly RefusedMoveRow[], Failure> =>
  requireMove(id, context).andThen((move) =>
    context.storage.moves.listRefused({
      move: move.id,
      limit: Math.min(limit, usualPage),
      ...(after === undefined ? {} : { after }),
    }),
  )

/** The key of a user in a source, and the user's id here. */
export type MovedId = {
  readonly key: string
  readonly userId: string
  /** Where the next page begins. */
  readonly place: string
}

/** Lists which key of a source became which user. Users who were deleted since are not in it. */
export const listMovedIds = (
  { source, after, limit = usualPage }: Page<string> & { readonly source: string },
  { storage }: PoolContext,
): ResultAsync<{ readonly ids: readonly MovedId[]; readonly after?: string }, Failure> => {
  const size = Math.min(limit, usualPage)
  return storage.moves
    .listRows({ source, limit: size, ...(after === undefined ? {} : { after }) })
    .map((rows) => {
      const last = rows.at(-1)
      return {
        ids: rows
          .filter((row): row is LedgerRow => !isDamaged(row))
          .flatMap(({ key, userId, keyDigest }) =>
            key === undefined || userId === undefined ? [] : [{ key, userId, place: keyDigest }],
          ),
        ...(rows.length === size && last !== undefined ? { after: last.keyDigest } : {}),
      }
    })
}
