import type { Asker } from './asker.ts'
import { openTwoClasses } from './two-classes.ts'

/** Makes callers wait for their turn before any work is done for them. */
export type Turns<Caller = Asker> = {
  /**
   * Resolves when it is the turn of this caller. Call the answer when the caller's request is answered: until then, its
   * standing is in use.
   */
  readonly take: (caller: Caller) => Promise<() => void>
}

/**
 * One caller begins in each round of the event loop, so a round is never longer than the work for one caller. This matters
 * twice: each step of a request waits for a round, and in each round node accepts one new connection (libuv since 1.46). If
 * thousands of requests were answered in one round, new connections would wait for minutes. A round costs a hundredth of
 * what a request costs.
 */
const perRound = 1

/** Opens turns: `most` callers get a turn in each round of the event loop. */
export const openTurns = (most: number = perRound): Turns => {
  const waiting = openTwoClasses<(end: () => void) => void>()
  let left = most
  let isRoundWatched = false

  const give = (): void => {
    while (left > 0 && waiting.size() > 0) {
      left -= 1
      const seat = waiting.next()
      seat?.item(seat.free)
    }
    if (isRoundWatched || left === most) return
    isRoundWatched = true
    setImmediate(() => {
      isRoundWatched = false
      left = most
      give()
    })
  }
  return {
    take: (asker) =>
      new Promise((resolve) => {
        waiting.add(asker, resolve)
        give()
      }),
  }
}
