import {
  addCounts,
  rejected,
  type Failure,
  type Move,
  type MoveChunk,
  type MoveCounts,
  type RefusedMoveRow,
} from '@keepsake/domain'
import type { RefusedRow } from '@keepsake/domain/rules'
import { errAsync, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { readOptions } from '../create-users/batch-options.ts'
import { repeatOvertaken } from '../shared/repeatable-work.ts'
import type { ChunkReader } from './chunk-rows.ts'
import { countName, tally } from './count-names.ts'
import type { JudgedRows } from './judged.ts'
import type { Judging } from './judging.ts'
import { judgeRows } from './judge-rows.ts'
import { readRules } from './move-rules.ts'
import { repeatedBefore, type SourceRow } from './read-row.ts'
import { makeRowsReady, type ReadyRows } from './ready-rows.ts'
import { runMissing } from './run-missing.ts'
import { isChunkOvertaken, writeChunk, type ChunkLost, type ChunkOvertaken } from './write-chunk.ts'

/** What became of a chunk. `lost`: another caller has it, or the move was stopped; nothing was written. */
export type ChunkOutcome = { readonly kind: 'done'; readonly counts: MoveCounts } | { readonly kind: 'lost' }

/** Reads, judges and writes a claimed chunk. If something changes meanwhile, the chunk is judged again. */
export const workOnChunk = (
  move: Move,
  chunk: MoveChunk,
  reader: ChunkReader,
  context: PoolContext,
): ResultAsync<ChunkOutcome, Failure> => {
  const { work } = chunk
  const written =
    work.kind === 'missing'
      ? runMissing(move, chunk, work.keyDigests, context)
      : new ResultAsync(reader.read(work, readRules(move))).andThen((rows) =>
          judgeAndWrite(rows, work.first, move, chunk, context),
        )
  return written
    .map((counts): ChunkOutcome => ({ kind: 'done', counts }))
    .orElse((failure) =>
      failure.kind === 'chunk-lost' ? okAsync<ChunkOutcome, Failure>({ kind: 'lost' }) : errAsync(failure),
    )
}

const judgeAndWrite = (
  read: readonly SourceRow[],
  first: number,
  move: Move,
  chunk: MoveChunk,
  context: PoolContext,
): ResultAsync<MoveCounts, ChunkLost | Failure> =>
  safeTry(async function* () {
    const rules = readRules(move)
    const options = yield* readOptions(rules.options, context).mapErr(rejected)
    const judging: Judging = { source: move.source, rules, options, context }
    const rows = yield* withPlannedRepeats(read, first, chunk, context)
    return repeatOvertaken<MoveCounts, ChunkLost | Failure, ChunkOvertaken>(
      () =>
        judgeRows(rows, judging).andThen((judged) =>
          makeRowsReady(judged, move, options.notices, context).andThen((ready) =>
            writeStanding(ready, judged, { rows, first, move, chunk }, context),
          ),
        ),
      { isOvertaken: isChunkOvertaken, what: 'a chunk' },
    )
  })

/** Writes the rows. Those that lose a race for a key stay out, and the others are written. */
const writeStanding = (
  ready: ReadyRows,
  judged: JudgedRows,
  of: ReadChunk,
  context: PoolContext,
): ResultAsync<MoveCounts, ChunkLost | ChunkOvertaken | Failure> => {
  const { counts, refused } = judged
  const { rows, first, move, chunk } = of
  const claimed = { move: move.id, no: chunk.no, attempt: chunk.attempt }
  const end = {
    claimed,
    counts,
    refused: refused.map((each) => toRefusedRow(each, rows, chunk, first)),
    events: readRules(move).events,
  }
  return writeChunk(ready, end, context)
    .map(() => counts)
    .orElse((failure) => {
      if (failure.kind !== 'rows-lost') return errAsync(failure)
      const lost = new Set(failure.refused.map(({ row }) => row))
      return writeStanding(
        withoutRows(ready, lost),
        {
          ...judged,
          refused: [...refused, ...failure.refused],
          counts: withLost(ready, counts, failure.refused),
        },
        of,
        context,
      )
    })
}

/** A chunk, and what was read of it. */
type ReadChunk = {
  readonly rows: readonly SourceRow[]
  readonly first: number
  readonly move: Move
  readonly chunk: MoveChunk
}

/**
 * The plan has seen all keys. So a key that an earlier chunk has stays out here too, whichever chunk is written first.
 */
const withPlannedRepeats = (
  rows: readonly SourceRow[],
  first: number,
  { move }: MoveChunk,
  { storage }: PoolContext,
): ResultAsync<readonly SourceRow[], Failure> =>
  storage.moves
    .listRefused({ move, limit: rows.length, ...(first === 0 ? {} : { after: first - 1 }) })
    .map((refused) => {
      const repeated = new Set(
        refused.flatMap(({ row, issues }) =>
          issues.some(({ code }) => code === 'move.key_repeated_before') ? [row - first] : [],
        ),
      )
      return rows.map((row, index) => (repeated.has(index) ? repeatedBefore(row) : row))
    })

const withoutRows = ({ created, known }: ReadyRows, lost: ReadonlySet<number>): ReadyRows => ({
  created: created.filter(({ ready }) => !lost.has(ready.row)),
  known: known.filter(({ row }) => !lost.has(row)),
})

const withLost = ({ created }: ReadyRows, counts: MoveCounts, lost: readonly RefusedRow[]): MoveCounts => {
  const isNew = new Set(created.map(({ ready }) => ready.row))
  const changes = lost.map(({ row }): MoveCounts => ({
    [isNew.has(row) ? 'new' : 'changed']: -1,
    refused: 1,
  }))
  const codes = tally(lost.flatMap(({ issues }) => issues.map(({ code }) => countName('issue', code))))
  return [...changes, codes].reduce(addCounts, counts)
}

/** A refused row as it is stored, at its position in the input. */
export const toRefusedRow = (
  { row, issues }: RefusedRow,
  rows: readonly SourceRow[],
  { move, no }: Pick<MoveChunk, 'move' | 'no'>,
  first: number,
): RefusedMoveRow => {
  const position = rows[row]?.position
  if (position === undefined) throw new Error('A row is refused that the chunk does not have')
  return { move, chunk: no, row: first + row, position, issues }
}
