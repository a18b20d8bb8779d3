import type { DomainEvent, Failure, Notice, OutboxQuery, OutboxSummary, Posted } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { deliverInput, forgetSentInput, listPostedInput, redriveInput } from '../input/outboxes.ts'
import { nothing } from '../input/shape.ts'
import { deliverEvents } from '../use-cases/deliver-events.ts'
import { deliverNotices } from '../use-cases/deliver-notices.ts'
import type { Delivery } from '../use-cases/deliver.ts'
import {
  forgetSent,
  listPosted,
  redrivePosted,
  reportPosted,
  type ForgetSent,
} from '../use-cases/posted-items.ts'
import { door, type GuardedVerbs } from './door.ts'

/** Sending notices and telling events, and looking at what became of them. */
export type OutboxVerbs = {
  /** Sends notices that wait in the outbox. Call it after a batch, or every so often. */
  readonly deliverNotices: (limit?: number) => ResultAsync<Delivery, Failure>
  /** Counts notices by state, and tells the oldest that waits. */
  readonly reportNotices: () => ResultAsync<OutboxSummary, Failure>
  /** Lists notices of one state: those that wait, were sent, or are dead, with what became of them. */
  readonly listNotices: (query: OutboxQuery) => ResultAsync<readonly Posted<Notice>[], Failure>
  /** Lets dead notices wait again, as if they had never been tried. Answers how many. */
  readonly redriveNotices: (ids: readonly string[] | 'all') => ResultAsync<number, Failure>
  /** Removes notices that were sent before a moment. Answers how many. */
  readonly forgetSentNotices: (command: ForgetSent) => ResultAsync<number, Failure>
  /** Tells the events that wait, as `deliverNotices` sends notices. They are written where the pool's `events` is on. */
  readonly deliverEvents: (limit?: number) => ResultAsync<Delivery, Failure>
  /** Counts events by state, and tells the oldest that waits. */
  readonly reportEvents: () => ResultAsync<OutboxSummary, Failure>
  /** Lists events of one state, with what became of them. */
  readonly listEvents: (query: OutboxQuery) => ResultAsync<readonly Posted<DomainEvent>[], Failure>
  /** Lets dead events wait again, as if they had never been tried. Answers how many. */
  readonly redriveEvents: (ids: readonly string[] | 'all') => ResultAsync<number, Failure>
  /** Removes events that were told before a moment. Answers how many. */
  readonly forgetSentEvents: (command: ForgetSent) => ResultAsync<number, Failure>
}

/** Few enough for a caller to wait for. */
const atATime = 100

export const outboxVerbs = (context: PoolContext): GuardedVerbs<OutboxVerbs> => ({
  deliverNotices: door(deliverInput, (limit = atATime) => deliverNotices(limit, context)),
  reportNotices: door(nothing, () => reportPosted(context.storage.outbox)),
  listNotices: door(listPostedInput, (query) => listPosted(query, context.storage.outbox)),
  redriveNotices: door(redriveInput, (ids) => redrivePosted(ids, context.storage.outbox, context)),
  forgetSentNotices: door(forgetSentInput, (command) => forgetSent(command, context.storage.outbox)),
  deliverEvents: door(deliverInput, (limit = atATime) => deliverEvents(limit, context)),
  reportEvents: door(nothing, () => reportPosted(context.storage.events)),
  listEvents: door(listPostedInput, (query) => listPosted(query, context.storage.events)),
  redriveEvents: door(redriveInput, (ids) => redrivePosted(ids, context.storage.events, context)),
  forgetSentEvents: door(forgetSentInput, (command) => forgetSent(command, context.storage.events)),
})
