import { hostname } from 'node:os'
import { kill, pid } from 'node:process'
import type { Keepsake } from '@keepsake/app'
import type { Failure } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'

/** Who holds the chunks of this process: the host and the process. */
export const ownHolder = (): string => `${hostname()}:${pid}`

/**
 * Gives chunks back that a process of this host held and that runs no more. After a kill, the next run then goes on at once.
 * A process of another host may still be alive, so its chunks are free when their lease ends.
 */
export const freeDeadChunks = (move: string, keepsake: Keepsake): ResultAsync<void, Failure> =>
  safeTry(async function* () {
    const { chunks } = yield* keepsake.moves.status({ move })
    for (const { no, attempt, holder } of chunks.held)
      if (isDead(holder)) yield* keepsake.moves.releaseChunk({ move, no, attempt })
    return ok()
  })

const isDead = (holder: string): boolean => {
  const at = holder.lastIndexOf(':')
  const id = Number(holder.slice(at + 1))
  if (holder.slice(0, at) !== hostname() || !Number.isInteger(id) || id <= 0) return false
  if (id === pid) return true
  try {
    // Signal 0 is not sent. It tells whether the process exists.
    kill(id, 0)
    return false
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
