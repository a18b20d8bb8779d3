import {
  nextAttemptAt,
  type Claimed,
  type DeliveryFailure,
  type Outbox,
  type OutboxItem,
  type Unavailable,
} from '@keepsake/domain'
import { errAsync, ok, Result, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'

/**
 * What became of what was taken up: sent; to be tried again later; or dead, since another attempt is of no use, there were
 * enough of them, or the user may not sign in any more.
 */
export type Delivery = { readonly sent: number; readonly postponed: number; readonly dead: number }

/** Another attempt is of no use. */
export type Undelivered = { readonly kind: 'undeliverable'; readonly reason: DeliveryFailure }

/** Tells one item to the world. */
export type Send<Item> = (item: Item) => ResultAsync<void, Undelivered | Unavailable>

/** Reads what it takes to send these items, all at once, right before they are sent. */
export type Prepare<Item> = (items: readonly Item[]) => ResultAsync<Send<Item>, Unavailable>

/** Longer than the slowest sender takes; an item whose sender died is taken up again after it. */
const leaseMs = 5 * 60_000

/** Enough to keep the connections of a mail server's pool busy, and few enough for any lease to last. */
const atOnce = 10

/**
 * Sends up to `limit` of the waiting items, those first that have waited longest. Each goes out at least once: a process
 * that dies between sending one and marking it sends it again, under the same key. One that fails waits for another
 * call, however long this one takes.
 */
export const deliver = <Item extends OutboxItem>(
  outbox: Outbox<Item>,
  prepare: Prepare<Item>,
  limit: number,
  context: Context,
): ResultAsync<Delivery, Unavailable> =>
  safeTry(async function* () {
    const { clock } = context.ports.sources
    const started = clock()
    const counted = { sent: 0, postponed: 0, dead: 0 }
    for (let left = limit; left > 0;) {
      const claimed = yield* outbox.claim(Math.min(left, atOnce), started, clock() + leaseMs)
      if (claimed.length === 0) break
      left -= claimed.length
      const send = yield* prepare(claimed.map(({ item }) => item))
      // All of them, whatever becomes of one: what is under way when a caller gives up would be sent without a mark.
      const outcomes = yield* Result.combine(
        await Promise.all(claimed.map((each) => deliverOne(each, outbox, send, context))),
      )
      for (const outcome of outcomes) counted[outcome] += 1
    }
    return ok(counted)
  })

/** Sends an item and writes down what came of it. */
const deliverOne = <Item extends OutboxItem>(
  { item, attempt }: Claimed<Item>,
  outbox: Outbox<Item>,
  send: Send<Item>,
  { ports }: Context,
): ResultAsync<keyof Delivery, Unavailable> => {
  const { clock, randomBytes } = ports.sources
  const bury = (failure: DeliveryFailure): ResultAsync<keyof Delivery, Unavailable> =>
    outbox.bury(item.id, attempt, clock(), failure).map(() => 'dead')
  return send(item)
    .andThen(() => outbox.markSent(item.id, clock()).map((): keyof Delivery => 'sent'))
    .orElse((failure) => {
      if (failure.kind === 'undeliverable') return bury(failure.reason)
      if (failure.part === 'storage') return errAsync(failure)
      const dueAt = nextAttemptAt(attempt, clock(), randomBytes)
      return dueAt === undefined
        ? bury('sender-unavailable')
        : outbox
            .postpone(item.id, attempt, dueAt, 'sender-unavailable')
            .map((): keyof Delivery => 'postponed')
    })
}
