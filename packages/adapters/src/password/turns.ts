import { availableParallelism } from 'node:os'
import { unavailable, type Unavailable } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'

/** `sign-in`: somebody waits for it. `import`: one of many, which are waited for together. */
export type WhatFor = 'sign-in' | 'import'

/** Takes turns at the processor: work that is dear and runs on libuv's threads, so many at once and the rest in order. */
export type Turns = {
  /**
   * Runs the work in its turn. What it throws, and a queue that is full, are `Unavailable`. A `sign-in` goes before all
   * work of an `import`, which would keep it waiting for as long as a batch takes; but one turn in four is an import's, so
   * that nobody's sign-ins bring it to a stop.
   */
  readonly take: <T>(work: () => Promise<T>, whatFor: WhatFor) => ResultAsync<T, Unavailable>
}

export type TurnsOptions = {
  /** How many run at the same time. More than there are cores only adds memory and makes every one slower. */
  readonly atOnce?: number
  /** How many may wait. At some 50 hashes a second the default is 80 s of work: whoever is behind that has given up. */
  readonly maxWaiting?: number
}

/** How many sign-ins go, at the most, before an import that waits. */
const signInsInARow = 3

export const openTurns = (options: TurnsOptions = {}): Turns => {
  const { atOnce = threadsToUse(), maxWaiting = 4096 } = options
  const waiting: Readonly<Record<WhatFor, (() => void)[]>> = { 'sign-in': [], import: [] }
  let running = 0
  let inARow = 0

  const next = (): (() => void) | undefined => {
    const first: WhatFor = inARow < signInsInARow ? 'sign-in' : 'import'
    const whatFor = waiting[first].length > 0 ? first : first === 'import' ? 'sign-in' : 'import'
    inARow = whatFor === 'sign-in' ? inARow + 1 : 0
    return waiting[whatFor].shift()
  }
  const come = (whatFor: WhatFor): Promise<void> =>
    new Promise((begin) => {
      if (waiting['sign-in'].length + waiting.import.length >= maxWaiting)
        throw new Error(`${maxWaiting} passwords wait to be hashed already`)
      if (running < atOnce) {
        running += 1
        begin()
      } else waiting[whatFor].push(begin)
    })
  /** Whoever comes next has the place without it being free for a moment. */
  const leave = (): void => {
    const begin = next()
    if (begin === undefined) running -= 1
    else begin()
  }

  return {
    take: (work, whatFor) =>
      ResultAsync.fromThrowable(
        async () => {
          await come(whatFor)
          try {
            return await work()
          } finally {
            leave()
          }
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
