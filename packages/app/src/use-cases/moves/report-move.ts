import { countOf, type Move, type MoveChunk, type MoveCounts } from '@keepsake/domain'
import { countsOf } from './count-names.ts'
import { readRules } from './move-rules.ts'

/** How many rows have a value in this field that cannot come along. */
export type LostField = {
  readonly field: string
  readonly reason: string
  readonly kind?: string
  readonly rows: number
}

/** How many passwords a move brings as hashes of this format. */
export type MovedHashes = {
  readonly format: string
  readonly cost: string
  readonly strength: string
  readonly rows: number
}

/** Rows by what becomes of them. */
export type MoveFigures = {
  readonly rows: number
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  /** Rows of users who were deleted here since. They stay deleted. */
  readonly erased: number
  /** How many new users have a password, an authenticator. */
  readonly newWith: Readonly<Record<string, number>>
  /** How many users get which field from the source. */
  readonly changedFields: Readonly<Record<string, number>>
  /** How many users keep a field because it was changed here. */
  readonly keptFields: Readonly<Record<string, number>>
  /** Why rows stay out, by the code of the issue. */
  readonly issues: Readonly<Record<string, number>>
}

/** What a plan has found. */
export type MovePlanReport = MoveFigures & {
  readonly move: string
  readonly source: string
  readonly state: Move['state']
  readonly from: string
  readonly input: string
  readonly digest: string
  /** Users whom the source has no more, and what becomes of them. */
  readonly missing: number
  readonly onMissing: string
  readonly lost: readonly LostField[]
  readonly hashes: readonly MovedHashes[]
}

/** Reads a plan from a stored move. */
export const reportPlan = (move: Move): MovePlanReport => {
  const { plan, input, id, source, state } = move
  return {
    move: id,
    source,
    state,
    from: input.from,
    input: input.name,
    digest: input.digest,
    ...figuresOf(plan.rows, plan.counts),
    missing: countOf(plan.counts, 'missing'),
    onMissing: readRules(move).missing,
    lost: lostIn(plan.counts),
    hashes: hashesIn(plan.counts),
  }
}

/** Rows by what becomes of them, from counts by name. */
export const figuresOf = (rows: number, counts: MoveCounts): MoveFigures => ({
  rows,
  new: countOf(counts, 'new'),
  changed: countOf(counts, 'changed'),
  unchanged: countOf(counts, 'unchanged'),
  refused: countOf(counts, 'refused'),
  erased: countOf(counts, 'erased'),
  newWith: byName(counts, 'new'),
  changedFields: byName(counts, 'changed'),
  keptFields: byName(counts, 'kept'),
  issues: byName(counts, 'issue'),
})

const byName = (counts: MoveCounts, kind: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    countsOf(counts, kind)
      .map(({ parts: [name = ''], count }) => [name, count] as const)
      .toSorted(([, one], [, other]) => other - one),
  )

/** The fields that cannot come along, the most frequent ones first. */
export const lostIn = (counts: MoveCounts): readonly LostField[] =>
  countsOf(counts, 'lost')
    .map(({ parts: [field = '', reason = '', kind = ''], count }) => ({
      field,
      reason,
      ...(kind === '' ? {} : { kind }),
      rows: count,
    }))
    .toSorted((one, other) => other.rows - one.rows)

const hashesIn = (counts: MoveCounts): readonly MovedHashes[] =>
  countsOf(counts, 'hash')
    .map(({ parts: [format = '', cost = '', strength = ''], count }) => ({
      format,
      cost,
      strength,
      rows: count,
    }))
    .toSorted((one, other) => other.rows - one.rows)

/** The rows of the chunks that are done. */
export const rowsDone = (chunks: readonly MoveChunk[]): number =>
  chunks.reduce((sum, { state, work }) => sum + (state === 'done' && work.kind === 'rows' ? work.rows : 0), 0)
