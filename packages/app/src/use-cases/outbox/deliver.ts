import {
  isDamaged,
  sortDamaged,
  type AttemptFailure,
  type Claimed,
  type DamagedItem,
  type Outbox,
  type OutboxItem,
  type Unavailable,
} from '@keepsake/domain'
import {
  nextAttemptAt,
  neverAgain,
  type AttemptFailed,
  deliveryOf,
  nothingDelivered,
  together,
  type Delivery,
  type Outcome,
} from '@keepsake/domain/rules'
import { errAsync, ok, Result, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { withinTime } from '../shared/within-time.ts'

/** Sends one item. */
export type Send<Item> = (item: Item) => ResultAsync<void, AttemptFailed | Unavailable>

/** Reads what is needed to send these items, all at once, right before they are sent. */
export type Prepare<Item> = (items: readonly Item[]) => ResultAsync<Send<Item>, Unavailable>

/** One way out. Each lane is claimed and awaited by itself, so a lane that hangs does not block the others. */
export type Lane<Item extends OutboxItem> = {
  readonly outbox: Outbox<Item>
  readonly channel: string | undefined
}

/** Longer than the slowest sender takes, in ms. After it, an item whose sender died is claimed again. */
const leaseMs = 5 * 60_000

/** How long to wait for a sender, in ms. After it, the item is postponed, and the lane goes on. */
const patienceMs = 2 * 60_000

const tooLate: AttemptFailed = {
  kind: 'attempt-failed',
  why: { failure: 'sender-unavailable', reason: `no answer within ${patienceMs / 1000} s` },
  isFinal: false,
}

/** How many items of a lane a round takes by default: few enough that a caller can wait. */
export const atATime = 100

/** Enough to use all pooled connections of a mail server, and few enough that every lease is long enough. */
const atOnce = 10

/**
 * Sends up to `limit` waiting items of a lane, the ones that have waited longest first. Each item is sent at least once: if
 * a process dies after sending an item and before marking it, the item is sent again, under the same key. A failed item
 * waits for another call, however long this one takes.
 */
export const deliver = <Item extends OutboxItem>(
  lane: Lane<Item>,
  prepare: Prepare<Item>,
  limit: number,
  context: PoolContext,
): ResultAsync<Delivery, Unavailable> =>
  safeTry(async function* () {
    const { clock } = context.ports.system
    const now = clock()
    let delivered = nothingDelivered
    for (let left = limit; left > 0;) {
      const claimed = yield* lane.outbox.claim({
        channel: lane.channel,
        limit: Math.min(left, atOnce),
        now,
        leaseUntil: clock() + leaseMs,
      })
      if (claimed.length === 0) break
      left -= claimed.length
      const send = yield* prepare(sortDamaged(claimed.map(({ item }) => item)).sound)
      // Waits for all of them, even if one fails. Otherwise an item that is being sent when a caller gives up would not be
      // marked.
      const outcomes = await Promise.all(claimed.map((each) => deliverOne(each, lane, send, context)))
      delivered = together(delivered, deliveryOf(yield* Result.combine(outcomes)))
    }
    return ok(delivered)
  })

/** The total result of lanes that work at the same time. It waits for all lanes, even if one fails. */
export const inLanes = (
  lanes: readonly ResultAsync<Delivery, Unavailable>[],
): ResultAsync<Delivery, Unavailable> =>
  new ResultAsync(
    Promise.all(lanes).then((deliveries) =>
      Result.combine(deliveries).map((all) => all.reduce(together, nothingDelivered)),
    ),
  )

/** Sends an item and stores the result. */
const deliverOne = <Item extends OutboxItem>(
  { item, attempt }: Claimed<Item | DamagedItem>,
  { outbox }: Lane<Item>,
  send: Send<Item>,
  { ports }: PoolContext,
): ResultAsync<Outcome, Unavailable> => {
  const { clock, randomBytes } = ports.system
  const bury = (why: AttemptFailure): ResultAsync<Outcome, Unavailable> =>
    outbox.bury(item.id, attempt, clock(), why).map(() => ({ ended: 'dead', why }))
  // The content is not known. After its record is repaired, the item can be redriven.
  if (isDamaged(item)) return bury(neverAgain('record-damaged').why)
  return withinTime(send(item), patienceMs, tooLate)
    .andThen(() => outbox.markSent(item.id, clock()).map((): Outcome => ({ ended: 'sent' })))
    .orElse((failure) => {
      if (failure.kind === 'unavailable') return errAsync(failure)
      const { why, isFinal, retryAfterMs } = failure
      const dueAt = isFinal ? undefined : nextAttemptAt(attempt, clock(), randomBytes, retryAfterMs)
      return dueAt === undefined
        ? bury(why)
        : outbox.postpone(item.id, attempt, dueAt, why).map((): Outcome => ({ ended: 'postponed', why }))
    })
}
