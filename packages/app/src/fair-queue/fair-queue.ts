import { unavailable, type Part, type Unavailable } from '@keepsake/domain'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { openLanes } from './lanes.ts'
import { withinTime } from '../use-cases/within-time.ts'
import { openSlices } from './slices.ts'

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
   * no place was free for as long as anybody waits, and where the caller has gone. `Unavailable` too where the work does not
   * end: its place is free again then, and what comes of it later is passed over. So it must change nothing that the caller
   * has to hear of.
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
  /** How long work may take, in ms. */
  readonly workMs?: number
  /** For how long work is begun, in ms, before the event loop sees to all else. */
  readonly sliceMs?: number
}

/**
 * As many as `serve` has connections by default. Whoever is turned away at once asks again at once: thousands who do that
 * take more of the event loop than thousands who wait.
 */
const usualMaxWaiting = 10_000

/** In ms: who has waited for so long has given up, or will have by the time that the work is done. */
const usualPatience = 10_000

/**
 * In ms: longer than the dearest hash takes on a machine that is busy. An old system that is asked for a password, and does
 * not answer, must not keep everybody else's from being looked at.
 */
const usualWork = 30_000

/**
 * In ms. Work that needs nothing from outside, as on SQLite, ends as it begins: without a pause, all that waits would be
 * done before the event loop looks at the next step of anybody else.
 */
const usualSlice = 5

type Ticket = { readonly begin: () => void; readonly refuse: (why: string) => void }

/** Opens a queue. */
export const openFairQueue = (options: FairQueueOptions): FairQueue => {
  const { part, atOnce, maxWaiting = usualMaxWaiting, patienceMs = usualPatience } = options
  const { workMs = usualWork } = options
  const endless = unavailable(part, new Error(`the work has not ended within ${workMs} ms`))
  const slice = openSlices(options.sliceMs ?? usualSlice, () => fill())
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
    while (running < atOnce && known.size() + strangers.size() > 0 && slice.isOpen()) {
      const ticket = next()
      if (ticket === undefined) break
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

  const run = async <T, E>(work: () => ResultAsync<T, E>): Promise<Result<T, E | Unavailable>> => {
    try {
      return await withinTime<T, E | Unavailable>(work(), workMs, endless)
    } finally {
      running -= 1
      fill()
    }
  }

  return {
    enter: (asker, work) =>
      new ResultAsync(place(asker).then((placed) => (placed.isErr() ? err(placed.error) : run(work)))),
  }
}
