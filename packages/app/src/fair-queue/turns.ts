import { openLanes } from './lanes.ts'

/** Callers who take turns before anything is done for them. */
export type Turns = {
  /** Resolves once it is the turn of somebody in this lane. Lanes take turns: a lane is a network. */
  readonly take: (lane: string) => Promise<void>
}

/**
 * One begins in each round of the event loop, and a round takes no longer than its work then, however many ask at once. That
 * counts twice: each step of a request waits for a round, and in each round node takes one new connection (libuv since
 * 1.46). Were thousands of requests answered in one round, who connects meanwhile would not be let in for minutes. A round
 * costs a hundredth of what a request does.
 */
const perRound = 1

/** Opens turns, of which so many are given in each round of the event loop. */
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
