import type {
  DamagedItem,
  DomainEvent,
  EventDelivery,
  Failure,
  OutboxQuery,
  OutboxSelection,
  OutboxSummary,
  Posted,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import {
  deliverEventsInput,
  forgetSentInput,
  listPostedInput,
  redriveInput,
  selectionInput,
} from '../input/outboxes.ts'
import { nothing } from '../input/shape.ts'
import { deliverEvents, eventEndpoints, type DeliverEvents } from '../use-cases/deliver-events.ts'
import type { Delivery } from '../use-cases/delivery.ts'
import {
  dropPosted,
  forgetSent,
  listPosted,
  redrivePosted,
  reportPosted,
  type ForgetSent,
} from '../use-cases/posted-items.ts'
import { door, type Guarded } from './door.ts'

/** `keepsake.events`: telling events to services, and looking at what became of them. */
export type Events = {
  /** The names of the endpoints that `deliver` tells, each by itself; none where one sender takes events for all. */
  readonly endpoints: () => ResultAsync<readonly string[], Failure>
  /**
   * Tells the events that wait for every endpoint, or for one, as `notices.deliver` sends notices. They are written where the
   * pool's `events` is on.
   */
  readonly deliver: (command?: DeliverEvents) => ResultAsync<Delivery, Failure>
  /** Counts events by state, endpoint and reason of failure, and tells the oldest that waits. */
  readonly report: () => ResultAsync<OutboxSummary, Failure>
  /** Lists events of one state, with what became of them at each endpoint. */
  readonly list: (
    query: OutboxQuery,
  ) => ResultAsync<readonly Posted<DomainEvent | EventDelivery | DamagedItem>[], Failure>
  /** Lets dead events wait again, as if they had never been tried. Answers how many. */
  readonly redrive: (which: OutboxSelection | 'all') => ResultAsync<number, Failure>
  /** Removes events that wait or are dead, such as those of an endpoint that is gone. Answers how many. */
  readonly drop: (which: OutboxSelection) => ResultAsync<number, Failure>
  /** Removes events that were told before a moment. Answers how many. */
  readonly forgetSent: (command: ForgetSent) => ResultAsync<number, Failure>
}

export const openEvents = (context: PoolContext): Guarded<Events> => ({
  endpoints: door(nothing, () => okAsync(eventEndpoints(context))),
  deliver: door(deliverEventsInput, (command) => deliverEvents(command, context)),
  report: door(nothing, () => reportPosted(context.storage.events)),
  list: door(listPostedInput, (query) => listPosted(query, context.storage.events)),
  redrive: door(redriveInput, (which) => redrivePosted(which, context.storage.events, context)),
  drop: door(selectionInput, (which) => dropPosted(which, context.storage.events)),
  forgetSent: door(forgetSentInput, (command) => forgetSent(command, context.storage.events)),
})
