import { unavailable, type Move, type Unavailable } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'

type NewMove = Pick<Move, 'source' | 'input' | 'rules' | 'rulesDigest'>

/** More than the number of plans that begin at the same time. */
const mostTries = 32

/** Opens a move under the next number of the pool. */
export const openMove = (
  what: NewMove,
  context: PoolContext,
  tries: number = mostTries,
): ResultAsync<Move, Unavailable> => {
  const { moves } = context.storage
  return moves.list({ limit: 1 }).andThen(([last]) => {
    const number = (last?.number ?? 0) + 1
    const move: Move = {
      ...what,
      id: `m${number}`,
      number,
      state: 'planning',
      version: 0,
      plannedAt: context.ports.system.clock(),
      plan: { rows: 0, counts: {} },
    }
    return moves.open(move).andThen((outcome) => {
      if (outcome === 'opened') return okAsync(move)
      return tries > 1
        ? openMove(what, context, tries - 1)
        : errAsync(unavailable('storage', new Error('Others open moves over and over')))
    })
  })
}
