import type { MoveChunk, Unavailable } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'

const pageChunks = 1000

/** Whether a chunk of a move is left to do. */
export const hasWaitingChunk = (move: string, { storage }: PoolContext): ResultAsync<boolean, Unavailable> =>
  storage.moves.listChunks({ move, state: 'waiting', limit: 1 }).map(({ length }) => length > 0)

/** All chunks of a move, in their order. */
export const listAllChunks = (
  move: string,
  { storage }: PoolContext,
): ResultAsync<readonly MoveChunk[], Unavailable> =>
  safeTry(async function* () {
    const all: MoveChunk[] = []
    for (;;) {
      const after = all.at(-1)?.no
      const page = yield* storage.moves.listChunks({
        move,
        limit: pageChunks,
        ...(after === undefined ? {} : { after }),
      })
      all.push(...page)
      if (page.length < pageChunks) return ok(all)
    }
  })
