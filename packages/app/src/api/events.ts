import type {
  DamagedItem,
  DomainEvent,
  EventDelivery,
  Failure,
  OutboxQuery,
  OutboxSummary,
  OutboxEntry,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import {
  deliverEventsInput,
  forgetSentInput,
  listEntriesInput,
  redriveInput,
  selectionInput,
} from '../input/outboxes.ts'
import { nothing } from '../input/shape.ts'
import { deliverEvents, eventEndpoints, type DeliverEvents } from '../use-cases/events/deliver-events.ts'
import type { Delivery } from '@keepsake/domain/rules'
import {
  dropEntries,
  forgetSent,
  listEntries,
  redriveEntries,
  reportOutbox,
  type ForgetSent,
  type RedriveEntries,
  type SelectEntries,
} from '../use-cases/outbox/outbox-items.ts'
import { door, type Guarded } from './door.ts'

/** `keepsake.events`: sends events to services, and shows what happened to each event. */
export type Events = {
  /** Lists the names of the endpoints that `deliver` sends to. The list is empty if one sender takes all events. */
  readonly endpoints: () => ResultAsync<readonly string[], Failure>
  /**
   * Sends waiting events to every endpoint, or to one, in the same way as `notices.deliver` sends notices. Events are only
   * written if the pool's setting `events` is on.
   */
  readonly deliver: (command?: DeliverEvents) => ResultAsync<Delivery, Failure>
  /** Counts events by state, endpoint and reason of failure, and says since when the oldest one waits. */
  readonly report: () => ResultAsync<OutboxSummary, Failure>
  /** Lists events of one state, and what happened to them at each endpoint. */
  readonly list: (
    query: OutboxQuery,
  ) => ResultAsync<readonly OutboxEntry<DomainEvent | EventDelivery | DamagedItem>[], Failure>
  /** Makes dead events wait again, as if they had never been tried. Answers how many. */
  readonly redrive: (which: RedriveEntries) => ResultAsync<number, Failure>
  /** Removes events that wait or are dead, for example those of an endpoint that no longer exists. Answers how many. */
  readonly drop: (which: SelectEntries) => ResultAsync<number, Failure>
  /** Removes events that were sent before a given time. Answers how many. */
  readonly forgetSent: (command: ForgetSent) => ResultAsync<number, Failure>
}

/** Makes `keepsake.events`. */
export const openEvents = (context: PoolContext): Guarded<Events> => ({
  endpoints: door(nothing, () => okAsync(eventEndpoints(context))),
  deliver: door(deliverEventsInput, (command) => deliverEvents(command, context)),
  report: door(nothing, () => reportOutbox(context.storage.events)),
  list: door(listEntriesInput, (query) => listEntries(query, context.storage.events)),
  redrive: door(redriveInput, (which) => redriveEntries(which, context.storage.events, context)),
  drop: door(selectionInput, (which) => dropEntries(which, context.storage.events)),
  forgetSent: door(forgetSentInput, (command) => forgetSent(command, context.storage.events)),
})
