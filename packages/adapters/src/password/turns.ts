import { availableParallelism } from 'node:os'
import { unavailable, type Unavailable } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import PQueue from 'p-queue'

/** Takes turns at the processor: work that is dear and runs on libuv's threads, so many at once and the rest in order. */
export type Turns = {
  /**
   * Runs the work in its turn. What it throws, and a queue that is full, are `Unavailable`. Somebody waits for a
   * `sign-in`: it goes before all work of an `import`, which would keep it waiting for as long as a batch takes.
   */
  readonly take: <T>(work: () => Promise<T>, whatFor: 'sign-in' | 'import') => ResultAsync<T, Unavailable>
}

export type TurnsOptions = {
  /** How many run at the same time. More than there are cores only adds memory and makes every one slower. */
  readonly atOnce?: number
  /** How many may wait. At some 50 hashes a second the default is 80 s of work: whoever is behind that has given up. */
  readonly maxWaiting?: number
}

export const openTurns = (options: TurnsOptions = {}): Turns => {
  const { atOnce = threadsToUse(), maxWaiting = 4096 } = options
  const queue = new PQueue({ concurrency: atOnce })
  return {
    take: (work, whatFor) =>
      ResultAsync.fromThrowable(
        async () => {
          if (queue.size >= maxWaiting) throw new Error(`${maxWaiting} passwords wait to be hashed already`)
          return queue.add(work, { priority: whatFor === 'sign-in' ? 1 : 0 })
        },
        (cause) => unavailable('password-hasher', cause),
      )(),
  }
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
