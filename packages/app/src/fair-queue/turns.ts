import { openLanes } from './lanes.ts'

/** Makes callers wait for their turn before any work is done for them. */
export type Turns = {
  /** Resolves when it is the turn of a caller in this lane. Lanes take turns. A lane is a network. */
  readonly take: (lane: string) => Promise<void>
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
  const waiting = openLanes<() => void>()
  let left = most
  let isRoundWatched = false

  const give = (): void => {
    while (left > 0 && waiting.size() > 0) {
      left -= 1
      waiting.next()?.()
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
    take: (lane) =>
      new Promise((resolve) => {
        waiting.add(lane, resolve)
        give()
      }),
  }
}
