import { unavailable, type Part, type Unavailable } from '@keepsake/domain'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { openLanes } from './lanes.ts'

/** For whom a place is asked. */
export type Asker = {
  /** Lanes take turns. A lane is a network, or whatever else must not be held up by what others send. */
  readonly lane: string
  /** Somebody who has shown more than a login. Strangers, however many, take every other turn at the most. */
  readonly isKnown: boolean
  /** Aborted once nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined
}

/** A queue before work that is dear. Whoever is turned away has done nothing yet. */
export type FairQueue = {
  /**
   * Does the work as soon as there is a place for it. `Unavailable`, and the work is not begun, where too much waits, where
   * no place was free for as long as anybody waits, and where the caller has gone.
   */
  readonly enter: <T, E>(asker: Asker, work: () => ResultAsync<T, E>) => ResultAsync<T, E | Unavailable>
}

export type FairQueueOptions = {
  /** What is too busy, as far as the caller is told. */
  readonly part: Part
  /** How many are at it at the same time. */
  readonly atOnce: number
  /** How many may wait; of what is over, the newest of the longest lane is turned away. */
  readonly maxWaiting?: number
  /** How long anybody waits, in ms. */
  readonly patienceMs?: number
}

/** What a large machine hashes in the time that anybody waits. */
const usualMaxWaiting = 2000

/** In ms: who has waited for so long has given up, or will have by the time that the work is done. */
const usualPatience = 10_000

type Ticket = { readonly begin: () => void; readonly refuse: (why: string) => void }

/** Opens a queue. */
export const openFairQueue = (options: FairQueueOptions): FairQueue => {
  const { part, atOnce, maxWaiting = usualMaxWaiting, patienceMs = usualPatience } = options
  const known = openLanes<Ticket>()
  const strangers = openLanes<Ticket>()
  let running = 0
  let isKnownTurn = true

  const next = (): Ticket | undefined => {
    const [first, second] = isKnownTurn ? [known, strangers] : [strangers, known]
    isKnownTurn = !isKnownTurn
    return first.next() ?? second.next()
  }
  const fill = (): void => {
    while (running < atOnce) {
      const ticket = next()
      if (ticket === undefined) return
      running += 1
      ticket.begin()
    }
    if (known.size() + strangers.size() > maxWaiting)
      (strangers.dropNewest() ?? known.dropNewest())?.refuse(`${maxWaiting} wait already`)
  }
  const place = ({ lane, isKnown, signal }: Asker): Promise<Result<void, Unavailable>> =>
    new Promise((resolve) => {
      const lanes = isKnown ? known : strangers
      const end = (result: Result<void, Unavailable>): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', leave)
        resolve(result)
      }
      const refuse = (why: string): void => {
        lanes.remove(lane, ticket)
        end(err(unavailable(part, new Error(why))))
      }
      const leave = (): void => refuse('the caller has gone')
      const ticket: Ticket = { begin: () => end(ok()), refuse }
      const timer = setTimeout(() => refuse(`no place was free for ${patienceMs} ms`), patienceMs)
      if (signal?.aborted === true) return leave()
      signal?.addEventListener('abort', leave)
      lanes.add(lane, ticket)
      fill()
    })

  return {
    enter: (asker, work) =>
      new ResultAsync(
        place(asker).then(async (placed) => {
          if (placed.isErr()) return err(placed.error)
          try {
            return await work()
          } finally {
            running -= 1
            fill()
          }
        }),
      ),
  }
}
