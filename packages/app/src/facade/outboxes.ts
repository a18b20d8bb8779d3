import type { DomainEvent, Notice, OutboxQuery, OutboxSummary, Posted, Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
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

/** Sending notices and telling events, and looking at what became of them. */
export type OutboxVerbs = {
  /** Sends notices that wait in the outbox. Call it after a batch, or every so often. */
  readonly deliverNotices: (limit?: number) => ResultAsync<Delivery, Unavailable>
  /** Counts notices by state, and tells the oldest that waits. */
  readonly reportNotices: () => ResultAsync<OutboxSummary, Unavailable>
  /** Lists notices of one state: those that wait, were sent, or are dead, with what became of them. */
  readonly listNotices: (query: OutboxQuery) => ResultAsync<readonly Posted<Notice>[], Unavailable>
  /** Lets dead notices wait again, as if they had never been tried. Answers how many. */
  readonly redriveNotices: (ids: readonly string[] | 'all') => ResultAsync<number, Unavailable>
  /** Removes notices that were sent before a moment. Answers how many. */
  readonly forgetSentNotices: (command: ForgetSent) => ResultAsync<number, Unavailable>
  /** Tells the events that wait, as `deliverNotices` sends notices. They are written where the pool's `events` is on. */
  readonly deliverEvents: (limit?: number) => ResultAsync<Delivery, Unavailable>
  /** Counts events by state, and tells the oldest that waits. */
  readonly reportEvents: () => ResultAsync<OutboxSummary, Unavailable>
  /** Lists events of one state, with what became of them. */
  readonly listEvents: (query: OutboxQuery) => ResultAsync<readonly Posted<DomainEvent>[], Unavailable>
  /** Lets dead events wait again, as if they had never been tried. Answers how many. */
  readonly redriveEvents: (ids: readonly string[] | 'all') => ResultAsync<number, Unavailable>
  /** Removes events that were told before a moment. Answers how many. */
  readonly forgetSentEvents: (command: ForgetSent) => ResultAsync<number, Unavailable>
}

/** Few enough for a caller to wait for. */
const atATime = 100

export const outboxVerbs = (context: PoolContext): OutboxVerbs => ({
  deliverNotices: (limit = atATime) => deliverNotices(limit, context),
  reportNotices: () => reportPosted(context.storage.outbox),
  listNotices: (query) => listPosted(query, context.storage.outbox),
  redriveNotices: (ids) => redrivePosted(ids, context.storage.outbox, context),
  forgetSentNotices: (command) => forgetSent(command, context.storage.outbox),
  deliverEvents: (limit = atATime) => deliverEvents(limit, context),
  reportEvents: () => reportPosted(context.storage.events),
  listEvents: (query) => listPosted(query, context.storage.events),
  redriveEvents: (ids) => redrivePosted(ids, context.storage.events, context),
  forgetSentEvents: (command) => forgetSent(command, context.storage.events),
})
