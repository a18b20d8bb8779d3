import {
  deliveriesOf,
  isDamaged,
  sortDamaged,
  type Claimed,
  type DomainEvent,
  type EventDelivery,
  type EventEndpoint,
  type Instant,
  type Outbox,
  type OutboxItem,
  type Unavailable,
} from '@keepsake/domain'
import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { neverAgain } from './attempt-failed.ts'

/** So that no page holds up others for long. */
const pageSize = 200

/**
 * Puts events that have no channel yet on their way to each endpoint that is to know of them, so that from then on every
 * endpoint has attempts of its own: at least `wanted` of them, where there are so many.
 */
export const distributeEvents = (
  endpoints: readonly EventEndpoint[],
  wanted: number,
  context: PoolContext,
): ResultAsync<void, Unavailable> =>
  safeTry(async function* () {
    for (let left = wanted; left > 0;) {
      const moved = yield* distributePage(endpoints, context)
      if (moved === 0) break
      left -= moved
    }
    return ok()
  })

/**
 * Of each user the first event alone is in a page, as the outbox claims them: of several processes that do this at one moment,
 * none gives an endpoint a later event of a user before an earlier one.
 */
const distributePage = (
  endpoints: readonly EventEndpoint[],
  { storage, ports }: PoolContext,
): ResultAsync<number, Unavailable> =>
  storage.atomically(({ events }) => {
    const now = ports.sources.clock()
    return events.claim({ channel: undefined, limit: pageSize, now, leaseUntil: now }).andThen((claimed) => {
      if (claimed.length === 0) return okAsync(0)
      const { sound } = sortDamaged(claimed.map(({ item }) => item))
      return buryDamaged(claimed, now, events)
        .andThen(() => events.addAll(sound.flatMap((event) => deliveriesOf(event, endpoints))))
        .andThen(() => (sound.length === 0 ? okAsync(0) : events.drop(sound.map(({ id }) => id))))
        .map(() => claimed.length)
    })
  })

/** Of which endpoint they were to be told is not known: they stay, dead, and hold up none of their user's later events. */
const buryDamaged = (
  claimed: readonly Claimed<OutboxItem>[],
  now: Instant,
  { bury }: Pick<Outbox<DomainEvent | EventDelivery>, 'bury'>,
): ResultAsync<void, Unavailable> =>
  ResultAsync.combine(
    claimed
      .filter(({ item }) => isDamaged(item))
      .map(({ item, attempt }) => bury(item.id, attempt, now, neverAgain('record-damaged').why)),
  ).map(() => undefined)
