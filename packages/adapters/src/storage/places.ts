import { newTurns } from './turns.ts'
import type { Waits } from './timeouts.ts'
import { inSeconds, newBreak, within, type Break } from './within.ts'

/** A connection of a pool, and how to leave its place to the next caller. */
export type Placed<C> = { readonly connection: C; readonly leave: () => void }

/** A caller in the queue: since when, and how to send it away. */
type Waiting = { readonly since: number; readonly sentAway: Break }

/**
 * Takes connections of a pool. Callers wait in a queue of our own for one of its places, in their order. So the wait for
 * a free connection and the wait for a server that does not answer have separate limits. A server that gives no
 * connection fails everybody who has waited for at least as long as the failed attempt took, so that a long queue does
 * not wait for one attempt after the other. If the number of places is not known, because the pool is the embedding
 * service's, the pool itself is the queue.
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
  const queue = new Set<Waiting>()

  const takeTurn = async (): Promise<() => void> => {
    const caller: Waiting = { since: performance.now(), sentAway: newBreak() }
    const turn = turns.take()
    queue.add(caller)
    try {
      return await within(
        place,
        caller.sentAway.orAnswer(turn),
        () => new Error(`${server}: no connection was free within ${inSeconds(place)}`),
      )
    } catch (error) {
      void turn.then((leave) => leave())
      throw error
    } finally {
      queue.delete(caller)
    }
  }

  return async () => {
    const leave = await takeTurn()
    const askedAt = performance.now()
    try {
      return { connection: await connectionOf(connect), leave }
    } catch (error) {
      if (performance.now() - askedAt >= connect - timerSlack)
        for (const { since, sentAway } of queue) if (since <= askedAt) sentAway.happen(error as Error)
      leave()
      throw error
    }
  }
}

/** The pool has a timer of the same length, which may end a little earlier, in ms. */
const timerSlack = 20
