import { unavailable, type Part, type Unavailable } from '@keepsake/domain'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { openLanes } from './lanes.ts'
import { withinTime } from '../use-cases/shared/within-time.ts'
import { openSlices } from './slices.ts'

/** Describes the caller who asks for a place. */
export type Asker = {
  /** Lanes take turns. A lane is a network, or another group of callers that must not wait for what others send. */
  readonly lane: string
  /** Whether the caller has proved more than a login. All strangers together get at most every other turn. */
  readonly isKnown: boolean
  /** Aborted when the caller no longer waits for the answer. */
  readonly signal?: AbortSignal | undefined
}

/** A queue in front of expensive work. If a caller is turned away, its work has not begun. */
export type FairQueue = {
  /**
   * Does the work when there is a place for it. It answers `Unavailable`, and does not begin the work, if too many callers
   * wait, if no place becomes free within the maximum wait, or if the caller has gone. It also answers `Unavailable` if the
   * work does not end in time. Then its place becomes free, and a later result is ignored. So the work must not change
   * anything that the caller must know about.
   */
  readonly enter: <T, E>(asker: Asker, work: () => ResultAsync<T, E>) => ResultAsync<T, E | Unavailable>
}

/** The limits of a queue. */
export type FairQueueOptions = {
  /** The part that `Unavailable` names as too busy. */
  readonly part: Part
  /** How much work runs at the same time. */
  readonly atOnce: number
  /** How many callers may wait. If there are more, the newest of the longest lane is turned away. */
  readonly maxWaiting?: number
  /** How long a caller waits at most, in ms. */
  readonly patienceMs?: number
  /** How long work may take, in ms. */
  readonly workMs?: number
  /** How long new work is begun without a pause, in ms, before the event loop does other things. */
  readonly sliceMs?: number
}

/**
 * The default number of connections of `serve`. A caller who is turned away asks again without delay. Thousands of such
 * callers load the event loop more than thousands who wait.
 */
const usualMaxWaiting = 10_000

/** In ms. A caller who has waited so long has given up, or gives up before the work is done. */
const usualPatience = 10_000

/**
 * In ms: longer than the most expensive hash takes on a busy machine. If an old system must check a password and does not
 * answer, it must not block the checks of other users.
 */
const usualWork = 30_000

/**
 * In ms. Work that needs nothing from outside, as on SQLite, ends when it begins. Without a pause, all waiting work would be
 * done before the event loop continues other requests.
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
