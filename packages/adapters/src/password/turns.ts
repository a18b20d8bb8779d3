import { availableParallelism } from 'node:os'
import { checkNumbers, refuseConfiguration, unavailable, type Unavailable } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'

/** `sign-in`: a user waits for it. `import`: one of many, which are awaited together. */
export type WhatFor = 'sign-in' | 'import'

/** Limits expensive work on libuv's threads: a number of pieces runs at once, and the rest waits in order. */
export type Turns = {
  /**
   * Runs the work in its turn. A thrown error, and a full queue, are `Unavailable`. A `sign-in` goes before all work of
   * an `import`, which would otherwise make it wait as long as a batch takes. One turn in four is an import's, so that
   * sign-ins never stop an import.
   */
  readonly take: <T>(work: () => Promise<T>, whatFor: WhatFor) => ResultAsync<T, Unavailable>
}

export type TurnsOptions = {
  /** How many run at the same time. More than there are cores only adds memory and makes every one slower. */
  readonly atOnce?: number
  /** How many may wait. At some 50 hashes a second the default is 80 s of work: a caller behind that has given up. */
  readonly maxWaiting?: number
}

/** How many sign-ins go, at most, before a waiting import. */
const signInsInARow = 3

/** Opens a queue. Throws a configuration error if a number is wrong: nothing would ever run. */
export const openTurns = (options: TurnsOptions = {}): Turns => {
  refuseConfiguration(checkNumbers(options, { atOnce: { least: 1 }, maxWaiting: { least: 0 } }))
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
  /** The next in the queue gets the place directly, so that it is never free in between. */
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
 * One thread of libuv's pool stays free: file reads and name look-ups run there too, and behind a full pool they would
 * wait for a hash to end.
 */
const threadsToUse = (): number => {
  // libuv takes what is no number as 1.
  const threads = Number.parseInt(process.env['UV_THREADPOOL_SIZE'] ?? '4', 10) || 1
  return Math.max(1, Math.min(availableParallelism(), threads - 1))
}

/**
 * The queue of this process. Hashers and verifiers share it by default, as they share the process's cores and threads.
 */
export const processTurns: Turns = openTurns()
