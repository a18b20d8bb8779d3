import {
  countOf,
  isDamaged,
  issue,
  rejected,
  type Failure,
  type LedgerCounts,
  type Move,
} from '@keepsake/domain'
import { stateAfter } from '@keepsake/domain/rules'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { nextTurn } from '../shared/next-turn.ts'
import { afterStep } from './require-move.ts'

/** What closing a source has done. */
export type ClosedSource = {
  readonly source: string
  /** The moves that are closed now. */
  readonly moves: number
  /** Keys that still lead to a user. */
  readonly ids: number
}

/** How many rows one write looks at. */
const forgottenRows = 1000

const pageOfMoves = 100

/**
 * Ends the moves of a source: none of them can be run or undone any more. The ledger forgets what was brought and what was there
 * before. The map of old and new ids stays.
 */
export const closeSource = (source: string, context: PoolContext): ResultAsync<ClosedSource, Failure> =>
  safeTry(async function* () {
    const moves = yield* listMoves(source, context)
    if (moves.length === 0) return err(rejected([issue('move.source_unknown', ['source'])]))
    const active = moves.find(({ state }) => stateAfter(state, 'close') === undefined)
    if (active !== undefined)
      return err(rejected([issue('move.wrong_state', ['source'], { state: active.state })]))
    for (const move of moves.filter(({ state }) => state !== 'closed')) {
      const next = afterStep(move, 'close', context.ports.system.clock())
      if ('kind' in next) return err(next)
      const outcome = yield* context.storage.moves.change(move.version, next)
      if (outcome !== 'changed') return err(rejected([issue('move.source_busy', ['source'])]))
    }
    let after: string | undefined
    do {
      after = yield* context.storage.moves.forgetRows(source, after, forgottenRows)
      await nextTurn()
    } while (after !== undefined)
    const counts: LedgerCounts = yield* context.storage.moves.countRows(source)
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
    const ids = all - countOf(counts, 'erased') - countOf(counts, 'deleted')
    return ok({ source, moves: moves.length, ids })
  })

/** The moves of a source, or of all of them, the last one first. */
export const listMoves = (
  source: string | undefined,
  { storage }: PoolContext,
): ResultAsync<readonly Move[], Failure> =>
  safeTry(async function* () {
    const all: Move[] = []
    let before: number | undefined
    for (;;) {
      const page = yield* storage.moves.list({
        limit: pageOfMoves,
        ...(source === undefined ? {} : { source }),
        ...(before === undefined ? {} : { before }),
      })
      all.push(...page.filter((each): each is Move => !isDamaged(each)))
      before = page.at(-1)?.number
      if (page.length < pageOfMoves || before === undefined) return ok(all)
    }
  })
