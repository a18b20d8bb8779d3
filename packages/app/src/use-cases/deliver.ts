import {
  isDamaged,
  nextAttemptAt,
  sortDamaged,
  type AttemptFailure,
  type Claimed,
  type DamagedItem,
  type Outbox,
  type OutboxItem,
  type Unavailable,
} from '@keepsake/domain'
import { errAsync, ok, Result, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { neverAgain, type AttemptFailed } from './attempt-failed.ts'
import { deliveryOf, nothingDelivered, together, type Delivery, type Outcome } from './delivery.ts'
import { withinTime } from './within-time.ts'

/** Tells one item to the world. */
export type Send<Item> = (item: Item) => ResultAsync<void, AttemptFailed | Unavailable>

/** Reads what it takes to send these items, all at once, right before they are sent. */
export type Prepare<Item> = (items: readonly Item[]) => ResultAsync<Send<Item>, Unavailable>

/** What goes out by one way. Each lane is claimed and waited for by itself, so that one that hangs holds up no other. */
export type Lane<Item extends OutboxItem> = {
  readonly outbox: Outbox<Item>
  readonly channel: string | undefined
}

/** Longer than the slowest sender takes; an item whose sender died is taken up again after it. */
const leaseMs = 5 * 60_000

/** After which a sender is not waited for any more: the item is tried again, and the lane goes on. */
const patienceMs = 2 * 60_000

const tooLate: AttemptFailed = {
  kind: 'attempt-failed',
  why: { failure: 'sender-unavailable', reason: `no answer within ${patienceMs / 1000} s` },
  isFinal: false,
}

/** How many items of a lane a round takes, where nobody says: few enough for a caller to wait for. */
export const atATime = 100

/** Enough to keep the connections of a mail server's pool busy, and few enough for any lease to last. */
const atOnce = 10

/**
 * Sends up to `limit` of a lane's waiting items, those first that have waited longest. Each goes out at least once: a process
 * that dies between sending one and marking it sends it again, under the same key. One that fails waits for another
 * call, however long this one takes.
 */
export const deliver = <Item extends OutboxItem>(
  lane: Lane<Item>,
  prepare: Prepare<Item>,
  limit: number,
  context: PoolContext,
): ResultAsync<Delivery, Unavailable> =>
  safeTry(async function* () {
    const { clock } = context.ports.sources
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
      // All of them, whatever becomes of one: what is under way when a caller gives up would be sent without a mark.
      const outcomes = await Promise.all(claimed.map((each) => deliverOne(each, lane, send, context)))
      delivered = together(delivered, deliveryOf(yield* Result.combine(outcomes)))
    }
    return ok(delivered)
  })

/** What lanes that go on side by side have come to. All are waited for, whatever becomes of one. */
export const inLanes = (
  lanes: readonly ResultAsync<Delivery, Unavailable>[],
): ResultAsync<Delivery, Unavailable> =>
  new ResultAsync(
    Promise.all(lanes).then((deliveries) =>
      Result.combine(deliveries).map((all) => all.reduce(together, nothingDelivered)),
    ),
  )

/** Sends an item and writes down what came of it. */
const deliverOne = <Item extends OutboxItem>(
  { item, attempt }: Claimed<Item | DamagedItem>,
  { outbox }: Lane<Item>,
  send: Send<Item>,
  { ports }: PoolContext,
): ResultAsync<Outcome, Unavailable> => {
  const { clock, randomBytes } = ports.sources
  const bury = (why: AttemptFailure): ResultAsync<Outcome, Unavailable> =>
    outbox.bury(item.id, attempt, clock(), why).map(() => ({ ended: 'dead', why }))
  // What it was to tell is not known. Once its record is mended it may be redriven.
  if (isDamaged(item)) return bury(neverAgain('record-damaged').why)
  return withinTime(send(item), patienceMs, tooLate)
    .andThen(() => outbox.markSent(item.id, clock()).map((): Outcome => ({ ended: 'sent' })))
    .orElse((failure) => {
      if (failure.kind === 'unavailable') return errAsync(failure)
      const { why, isFinal } = failure
      const dueAt = isFinal ? undefined : nextAttemptAt(attempt, clock(), randomBytes)
      return dueAt === undefined
        ? bury(why)
        : outbox.postpone(item.id, attempt, dueAt, why).map((): Outcome => ({ ended: 'postponed', why }))
    })
}
