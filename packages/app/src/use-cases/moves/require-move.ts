import {
  isDamaged,
  issue,
  rejected,
  type Failure,
  type Move,
  type Rejected,
  type Unavailable,
} from '@keepsake/domain'
import { hasWritten, stateAfter, type MoveStep } from '@keepsake/domain/rules'
import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'

/** Finds a move by its id. Rejected if there is none. */
export const requireMove = (id: string, { storage }: PoolContext): ResultAsync<Move, Failure> =>
  storage.moves
    .find(id)
    .andThen((move) => (move === undefined ? err(rejected([issue('move.unknown', ['move'])])) : ok(move)))

/** The move after a step, or why the step cannot be done now. */
export const afterStep = (move: Move, step: MoveStep, now: number): Move | Rejected => {
  const state = stateAfter(move.state, step)
  if (state === undefined) return rejected([issue('move.wrong_state', ['move'], { state: move.state })])
  const ends = state === 'done' || state === 'stopped' || state === 'undone'
  return {
    ...move,
    state,
    version: move.version + 1,
    ...(step === 'run' && move.startedAt === undefined ? { startedAt: now } : {}),
    ...(ends ? { endedAt: now } : {}),
  }
}

/** How often a step is tried while other processes change the same move. */
const mostTries = 16

/** Does a step of a move by one conditional write. Another move of the source that is being written refuses it. */
export const takeStep = (
  id: string,
  step: MoveStep,
  context: PoolContext,
  tries: number = mostTries,
): ResultAsync<Move, Failure> =>
  requireMove(id, context).andThen((move) => {
    const next = afterStep(move, step, context.ports.system.clock())
    if ('kind' in next) return errAsync<Move, Failure>(next)
    return context.storage.moves.change(move.version, next).andThen((outcome): ResultAsync<Move, Failure> => {
      if (outcome === 'changed') return okAsync(next)
      if (tries > 1 && outcome === 'overtaken') return takeStep(id, step, context, tries - 1)
      return errAsync(rejected([issue('move.source_busy', ['move'])]))
    })
  })

const pageOfMoves = 100

/** A later move of the source that has written something, if there is one. An older one would go back in time. */
export const findLater = (
  { source, number }: Move,
  { storage }: PoolContext,
  before?: number,
): ResultAsync<Move | undefined, Unavailable> =>
  storage.moves
    .list({ source, limit: pageOfMoves, ...(before === undefined ? {} : { before }) })
    .andThen((page) => {
      const sound = page.filter((each): each is Move => !isDamaged(each))
      const later = sound.find((each) => each.number > number && hasWritten(each.state))
      const last = page.at(-1)
      return later !== undefined || last === undefined || last.number <= number || page.length < pageOfMoves
        ? okAsync(later)
        : findLater({ source, number } as Move, { storage } as PoolContext, last.number)
    })
