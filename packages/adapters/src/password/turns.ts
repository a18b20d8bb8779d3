import { availableParallelism } from 'node:os'
import { unavailable, type Unavailable } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import pLimit, { type LimitFunction } from 'p-limit'

/** Takes turns at the processor: work that is dear and runs on libuv's threads, so many at once and the rest in order. */
export type Turns = {
  /** Runs the work in its turn. What it throws, and a queue that is full, are `Unavailable`. */
  readonly take: <T>(work: () => Promise<T>) => ResultAsync<T, Unavailable>
}

export type TurnsOptions = {
  /** How many run at the same time. More than there are cores only adds memory and makes every one slower. */
  readonly atOnce?: number
  /** How many may wait. At some 50 hashes a second the default is 80 s of work: whoever is behind that has given up. */
  readonly maxWaiting?: number
}

export const openTurns = (options: TurnsOptions = {}): Turns => {
  const { atOnce = threadsToUse(), maxWaiting = 4096 } = options
  const limit = pLimit(atOnce)
  return {
    take: (work) =>
      ResultAsync.fromThrowable(
        () => queue(limit, maxWaiting, work),
        (cause) => unavailable('password-hasher', cause),
      )(),
  }
}

const queue = async <T>(limit: LimitFunction, maxWaiting: number, work: () => Promise<T>): Promise<T> => {
  if (limit.pendingCount >= maxWaiting) throw new Error(`${maxWaiting} passwords wait to be hashed already`)
  return limit(work)
}

/**
 * One thread of libuv's pool stays free: file reads and name look-ups run there too, and behind a full pool they
 * would wait for a hash to end.
 */
const threadsToUse = (): number => {
  const threads = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4)
  return Math.max(1, Math.min(availableParallelism(), threads - 1))
}

/** The turns of this process. Hashers and verifiers share them by default, as they share its cores and its threads. */
export const processTurns: Turns = openTurns()
