import type {
  DamagedItem,
  DomainEvent,
  EventDelivery,
  Failure,
  Notice,
  OutboxQuery,
  OutboxSelection,
  OutboxSummary,
  Posted,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import {
  deliverEventsInput,
  deliverNoticesInput,
  forgetSentInput,
  listPostedInput,
  redriveInput,
  selectionInput,
} from '../input/outboxes.ts'
import { nothing } from '../input/shape.ts'
import { deliverEvents, eventEndpoints, type DeliverEvents } from '../use-cases/deliver-events.ts'
import { deliverNotices, type DeliverNotices } from '../use-cases/deliver-notices.ts'
import type { Delivery } from '../use-cases/delivery.ts'
import {
  dropPosted,
  forgetSent,
  listPosted,
  redrivePosted,
  reportPosted,
  type ForgetSent,
} from '../use-cases/posted-items.ts'
import { door, type GuardedVerbs } from './door.ts'

/** Sending notices and telling events, and looking at what became of them. */
export type OutboxVerbs = {
  /** Sends notices that wait in the outbox, by every channel or by one. Call it after a batch, or every so often. */
  readonly deliverNotices: (command?: DeliverNotices) => ResultAsync<Delivery, Failure>
  /** Counts notices by state, channel and reason of failure, and tells the oldest that waits. */
  readonly reportNotices: () => ResultAsync<OutboxSummary, Failure>
  /** Lists notices of one state: those that wait, were sent, or are dead, with what became of them. */
  readonly listNotices: (query: OutboxQuery) => ResultAsync<readonly Posted<Notice | DamagedItem>[], Failure>
  /** Lets dead notices wait again, as if they had never been tried. Answers how many. */
  readonly redriveNotices: (which: OutboxSelection | 'all') => ResultAsync<number, Failure>
  /** Removes notices that wait or are dead, though nobody was told. Answers how many. */
  readonly dropNotices: (which: OutboxSelection) => ResultAsync<number, Failure>
  /** Removes notices that were sent before a moment. Answers how many. */
  readonly forgetSentNotices: (command: ForgetSent) => ResultAsync<number, Failure>
  /** The names of the endpoints that `deliverEvents` tells, each by itself; none where one sender takes events for all. */
  readonly eventEndpoints: () => ResultAsync<readonly string[], Failure>
  /**
   * Tells the events that wait for every endpoint, or for one, as `deliverNotices` sends notices. They are written where the
   * pool's `events` is on.
   */
  readonly deliverEvents: (command?: DeliverEvents) => ResultAsync<Delivery, Failure>
  /** Counts events by state, endpoint and reason of failure, and tells the oldest that waits. */
  readonly reportEvents: () => ResultAsync<OutboxSummary, Failure>
  /** Lists events of one state, with what became of them at each endpoint. */
  readonly listEvents: (
    query: OutboxQuery,
  ) => ResultAsync<readonly Posted<DomainEvent | EventDelivery | DamagedItem>[], Failure>
  /** Lets dead events wait again, as if they had never been tried. Answers how many. */
  readonly redriveEvents: (which: OutboxSelection | 'all') => ResultAsync<number, Failure>
  /** Removes events that wait or are dead, such as those of an endpoint that is gone. Answers how many. */
  readonly dropEvents: (which: OutboxSelection) => ResultAsync<number, Failure>
  /** Removes events that were told before a moment. Answers how many. */
  readonly forgetSentEvents: (command: ForgetSent) => ResultAsync<number, Failure>
}

export const outboxVerbs = (context: PoolContext): GuardedVerbs<OutboxVerbs> => ({
  deliverNotices: door(deliverNoticesInput, (command) => deliverNotices(command, context)),
  reportNotices: door(nothing, () => reportPosted(context.storage.outbox)),
  listNotices: door(listPostedInput, (query) => listPosted(query, context.storage.outbox)),
  redriveNotices: door(redriveInput, (which) => redrivePosted(which, context.storage.outbox, context)),
  dropNotices: door(selectionInput, (which) => dropPosted(which, context.storage.outbox)),
  forgetSentNotices: door(forgetSentInput, (command) => forgetSent(command, context.storage.outbox)),
  eventEndpoints: door(nothing, () => okAsync(eventEndpoints(context))),
  deliverEvents: door(deliverEventsInput, (command) => deliverEvents(command, context)),
  reportEvents: door(nothing, () => reportPosted(context.storage.events)),
  listEvents: door(listPostedInput, (query) => listPosted(query, context.storage.events)),
  redriveEvents: door(redriveInput, (which) => redrivePosted(which, context.storage.events, context)),
  dropEvents: door(selectionInput, (which) => dropPosted(which, context.storage.events)),
  forgetSentEvents: door(forgetSentInput, (command) => forgetSent(command, context.storage.events)),
})
