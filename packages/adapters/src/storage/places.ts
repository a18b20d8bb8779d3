import { newTurns } from './turns.ts'
import type { Waits } from './timeouts.ts'
import { inSeconds, within } from './within.ts'

/** A connection of a pool, and how to leave its place to the next caller. */
export type Placed<C> = { readonly connection: C; readonly leave: () => void }

/**
 * Takes connections of a pool. Callers wait in a queue of our own for one of its places, in their order. So the wait for
 * a free connection and the wait for a server that does not answer have separate limits. If the number of places is not
 * known, because the pool is the embedding service's, the pool itself is the queue.
 */
export const placesOf = <C>(
  server: string,
  places: number | undefined,
  { place, connect }: Pick<Waits, 'place' | 'connect'>,
  connectionOf: (ms: number) => Promise<C>,
): (() => Promise<Placed<C>>) => {
  if (places === undefined)
    return async () => ({ connection: await connectionOf(place), leave: () => undefined })
  const turns = newTurns(places)
  return async () => {
    const leave = await turnWithin(turns.take(), place, server)
    try {
      return { connection: await connectionOf(connect), leave }
    } catch (error) {
      leave()
      throw error
    }
  }
}

const turnWithin = (turn: Promise<() => void>, ms: number, server: string): Promise<() => void> => {
  let isLate = false
  const taken = turn.then((leave) => {
    if (isLate) leave()
    return leave
  })
  return within(ms, taken, () => {
    isLate = true
    return new Error(`${server}: no connection was free within ${inSeconds(ms)}`)
  })
}
