import {
  issue,
  rejected,
  type Failure,
  type Move,
  type MoveChunk,
  type MoveCounts,
  type RecordPosition,
  type RefusedMoveRow,
} from '@keepsake/domain'
import { checkSourceName } from '@keepsake/domain/rules'
import { err, errAsync, ok, ResultAsync, safeTry, type Result } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { readOptions } from '../create-users/batch-options.ts'
import { addBounded } from './count-names.ts'
import { findMissingKeys } from './find-missing.ts'
import { judgeRows } from './judge-rows.ts'
import type { Judging } from './judging.ts'
import type { MoveRecords } from './move-records.ts'
import { reportPlan, type MovePlanReport } from './report-move.ts'
import { digestRules, writeRules, type MoveRules } from './move-rules.ts'
import { openMove } from './open-move.ts'
import { digestOfKey } from './digests.ts'
import { readSourceRow, repeatedBefore, unreadableRow, type SourceRow } from './read-row.ts'
import { toRefusedRow } from './run-chunk.ts'
import { openClaimedKeys, openSeenKeys, type SeenKeys } from './seen-keys.ts'

/** What to plan. */
export type PlanMove = {
  readonly source: string
  readonly records: MoveRecords
  readonly rules: MoveRules
  readonly onProgress?: ((rows: number) => void) | undefined
}

/**
 * Reads all records of a source and decides about every row as a run would. It writes nothing but the plan: its chunks, and
 * the rows that stay out.
 */
export const planMove = (
  { source, records, rules, onProgress }: PlanMove,
  context: PoolContext,
): ResultAsync<MovePlanReport, Failure> =>
  safeTry(async function* () {
    yield* checkSourceName(source).mapErr(rejected)
    const options = yield* readOptions(rules.options, context).mapErr(rejected)
    const judging: Judging = { source, rules, options, context, claimedBefore: openClaimedKeys(context) }
    const move = yield* openMove(
      {
        source,
        input: {
          from: records.from,
          name: records.name,
          digest: records.digest,
          ...(records.reopen === undefined ? {} : { reopen: records.reopen }),
        },
        rules: writeRules(rules),
        rulesDigest: digestRules(rules, context),
      },
      context,
    )
    return new ResultAsync(planChunks(move, records, judging, onProgress))
      .andThen((plan) => endPlan(move, plan, context))
      .orElse((failure) => giveUp(move, failure, context))
  })

type Planned = Move['plan'] & { readonly rows: number }

const planChunks = async (
  move: Move,
  records: MoveRecords,
  judging: Judging,
  onProgress: PlanMove['onProgress'],
): Promise<Result<Planned, Failure>> => {
  const seen = openSeenKeys()
  let counts: MoveCounts = {}
  let no = 0
  let rows = 0
  for await (const part of chunksOf(records, judging.rules)) {
    if (part.isErr()) return err(part.error)
    const standing = withoutRepeated(part.value, seen, judging)
    const planned = await planChunk({ move, no, first: rows }, standing, judging)
    if (planned.isErr()) return err(planned.error)
    counts = addBounded(counts, planned.value)
    rows += part.value.length
    no += 1
    onProgress?.(rows)
  }
  const missing = await planMissing(move, no, seen, judging)
  return missing.map((found) => ({ rows, counts: addBounded(counts, found) }))
}

/** The rows of the input, as many at a time as a chunk has. Ends with why the rest cannot be read, if so. */
async function* chunksOf(
  records: MoveRecords,
  rules: MoveRules,
): AsyncGenerator<Result<readonly SourceRow[], Failure>> {
  let part: SourceRow[] = []
  for await (const each of records.rows()) {
    if (each.isErr() && !each.error.canGoOn) {
      yield err(rejected(each.error.issues))
      return
    }
    part.push(each.isOk() ? readSourceRow(each.value, rules) : unreadableRow(each.error))
    if (part.length < rules.chunkRows) continue
    yield ok(part)
    part = []
  }
  if (part.length > 0) yield ok(part)
}

/** Refuses a key that an earlier chunk has. `placeRows` does so inside a chunk. */
const withoutRepeated = (
  rows: readonly SourceRow[],
  seen: SeenKeys,
  judging: Judging,
): readonly SourceRow[] => {
  const own = new Set<string>()
  return rows.map((row) => {
    if (row.key.isErr()) return row
    const digest = digestOfKey(judging.source, row.key.value, judging.context)
    const isRepeated = seen.add(digest) && !own.has(digest)
    own.add(digest)
    return isRepeated ? repeatedBefore(row) : row
  })
}

const planChunk = (
  { move, no, first }: { readonly move: Move; readonly no: number; readonly first: number },
  rows: readonly SourceRow[],
  judging: Judging,
): ResultAsync<MoveCounts, Failure> =>
  judgeRows(rows, judging).andThen(({ counts, refused }) => {
    const chunk: MoveChunk = {
      move: move.id,
      no,
      work: { kind: 'rows', from: firstPosition(rows), first, rows: rows.length },
      state: 'waiting',
      attempt: 0,
      counts: {},
    }
    const out = refused.map((each) => toRefusedRow(each, rows, chunk, first))
    return writePlanned(chunk, out, judging.context).map(() => counts)
  })

const firstPosition = ([first]: readonly SourceRow[]): RecordPosition => {
  if (first === undefined) throw new Error('A chunk has no rows')
  return first.position
}

const writePlanned = (
  chunk: MoveChunk,
  refused: readonly RefusedMoveRow[],
  { storage }: PoolContext,
): ResultAsync<void, Failure> =>
  storage.atomically(({ moves }) =>
    moves.addChunks([chunk]).andThen(() => moves.putRefused(chunk.move, chunk.no, refused)),
  )

/** How many users a chunk of missing ones has at most. Each is named in it. */
const missingRows = 500

const planMissing = async (
  move: Move,
  firstNo: number,
  seen: SeenKeys,
  judging: Judging,
): Promise<Result<MoveCounts, Failure>> => {
  const { rules, context } = judging
  if (rules.missing === 'ignore') return ok({})
  const found = await findMissingKeys(seen, judging)
  if (found.isErr()) return err(found.error)
  const { keyDigests, known } = found.value
  const counts = { missing: keyDigests.length, missingOf: known }
  if (rules.missing === 'report' || keyDigests.length === 0) return ok(counts)
  const percent = Math.ceil((keyDigests.length / known) * 100)
  if (keyDigests.length > (known * rules.missingAtMost) / 100)
    return err(
      rejected([
        issue('move.too_many_missing', ['missing'], { missing: keyDigests.length, of: known, percent }),
      ]),
    )
  const chunks = Array.from(
    { length: Math.ceil(keyDigests.length / missingRows) },
    (_, index): MoveChunk => ({
      move: move.id,
      no: firstNo + index,
      work: {
        kind: 'missing',
        keyDigests: keyDigests.slice(index * missingRows, (index + 1) * missingRows),
      },
      state: 'waiting',
      attempt: 0,
      counts: {},
    }),
  )
  return context.storage.moves.addChunks(chunks).map(() => counts)
}

const endPlan = (move: Move, plan: Planned, context: PoolContext): ResultAsync<MovePlanReport, Failure> => {
  const next: Move = { ...move, state: 'planned', version: move.version + 1, plan }
  return context.storage.moves.change(move.version, next).map((outcome) => {
    if (outcome !== 'changed') throw new Error('A move was changed while it was being planned')
    return reportPlan(next)
  })
}

/** A plan that could not be made cannot be run either. The failure is what the caller learns. */
const giveUp = (move: Move, failure: Failure, context: PoolContext): ResultAsync<never, Failure> =>
  context.storage.moves
    .change(move.version, { ...move, state: 'closed', version: move.version + 1 })
    .andThen(() => errAsync(failure))
    .orElse(() => errAsync(failure))
