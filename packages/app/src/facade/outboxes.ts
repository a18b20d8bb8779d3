import type {
  DomainEvent,
  EventDelivery,
  Notice,
  NoticeChannel,
  OutboxQuery,
  OutboxSelection,
  OutboxSummary,
  Posted,
  Unavailable,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'
import { deliverEvents, eventEndpoints } from '../use-cases/deliver-events.ts'
import { deliverNotices } from '../use-cases/deliver-notices.ts'
import type { Delivery } from '../use-cases/delivery.ts'
import {
  dropPosted,
  forgetSent,
  listPosted,
  redrivePosted,
  reportPosted,
  type ForgetSent,
} from '../use-cases/posted-items.ts'

/** Sending notices and telling events, and looking at what became of them. */
export type OutboxVerbs = {
  /** Sends notices that wait in the outbox, by every channel or by one. Call it after a batch, or every so often. */
  readonly deliverNotices: (limit?: number, channel?: NoticeChannel) => ResultAsync<Delivery, Unavailable>
  /** Counts notices by state, channel and reason of failure, and tells the oldest that waits. */
  readonly reportNotices: () => ResultAsync<OutboxSummary, Unavailable>
  /** Lists notices of one state: those that wait, were sent, or are dead, with what became of them. */
  readonly listNotices: (query: OutboxQuery) => ResultAsync<readonly Posted<Notice>[], Unavailable>
  /** Lets dead notices wait again, as if they had never been tried. Answers how many. */
  readonly redriveNotices: (which: OutboxSelection | 'all') => ResultAsync<number, Unavailable>
  /** Removes notices that wait or are dead, though nobody was told. Answers how many. */
  readonly dropNotices: (which: OutboxSelection) => ResultAsync<number, Unavailable>
  /** Removes notices that were sent before a moment. Answers how many. */
  readonly forgetSentNotices: (command: ForgetSent) => ResultAsync<number, Unavailable>
  /** The names of the endpoints that `deliverEvents` tells, each by itself; none where one sender takes events for all. */
  readonly eventEndpoints: () => readonly string[]
  /**
   * Tells the events that wait for every endpoint, or for one, as `deliverNotices` sends notices. They are written where the
   * pool's `events` is on.
   */
  readonly deliverEvents: (limit?: number, endpoint?: string) => ResultAsync<Delivery, Unavailable>
  /** Counts events by state, endpoint and reason of failure, and tells the oldest that waits. */
  readonly reportEvents: () => ResultAsync<OutboxSummary, Unavailable>
  /** Lists events of one state, with what became of them at each endpoint. */
  readonly listEvents: (
    query: OutboxQuery,
  ) => ResultAsync<readonly Posted<DomainEvent | EventDelivery>[], Unavailable>
  /** Lets dead events wait again, as if they had never been tried. Answers how many. */
  readonly redriveEvents: (which: OutboxSelection | 'all') => ResultAsync<number, Unavailable>
  /** Removes events that wait or are dead, such as those of an endpoint that is gone. Answers how many. */
  readonly dropEvents: (which: OutboxSelection) => ResultAsync<number, Unavailable>
  /** Removes events that were told before a moment. Answers how many. */
  readonly forgetSentEvents: (command: ForgetSent) => ResultAsync<number, Unavailable>
}

/** Few enough for a caller to wait for. */
const atATime = 100

export const outboxVerbs = (context: Context): OutboxVerbs => ({
  deliverNotices: (limit = atATime, channel) => deliverNotices(limit, channel, context),
  reportNotices: () => reportPosted(context.storage.outbox),
  listNotices: (query) => listPosted(query, context.storage.outbox),
  redriveNotices: (which) => redrivePosted(which, context.storage.outbox, context),
  dropNotices: (which) => dropPosted(which, context.storage.outbox),
  forgetSentNotices: (command) => forgetSent(command, context.storage.outbox),
  eventEndpoints: () => eventEndpoints(context),
  deliverEvents: (limit = atATime, endpoint) => deliverEvents(limit, endpoint, context),
  reportEvents: () => reportPosted(context.storage.events),
  listEvents: (query) => listPosted(query, context.storage.events),
  redriveEvents: (which) => redrivePosted(which, context.storage.events, context),
  dropEvents: (which) => dropPosted(which, context.storage.events),
  forgetSentEvents: (command) => forgetSent(command, context.storage.events),
})
