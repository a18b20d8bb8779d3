import {
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
import { deliveriesOf, neverAgain } from '@keepsake/domain/rules'
import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../../context.ts'

/** Small, so that no page blocks others for long. */
const pageSize = 200

/**
 * Copies events without a channel to each endpoint that must get them. From then on, every endpoint has its own attempts. It
 * handles at least `wanted` events, if there are that many.
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
 * A page contains only the first event of each user, because the outbox claims them so. If several processes do this at the
 * same time, no endpoint gets a later event of a user before an earlier one.
 */
const distributePage = (
  endpoints: readonly EventEndpoint[],
  { storage, ports }: PoolContext,
): ResultAsync<number, Unavailable> =>
  storage.atomically(({ events }) => {
    const now = ports.system.clock()
    return events.claim({ channel: undefined, limit: pageSize, now, leaseUntil: now }).andThen((claimed) => {
      if (claimed.length === 0) return okAsync(0)
      const { sound } = sortDamaged(claimed.map(({ item }) => item))
      return buryDamaged(claimed, now, events)
        .andThen(() => events.addAll(sound.flatMap((event) => deliveriesOf(event, endpoints))))
        .andThen(() => (sound.length === 0 ? okAsync(0) : events.drop(sound.map(({ id }) => id))))
        .map(() => claimed.length)
    })
  })

/**
 * It is not known which endpoints should get them. They stay as dead events, and do not block later events of their user.
 */
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
