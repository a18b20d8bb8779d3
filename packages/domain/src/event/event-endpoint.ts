import type { DomainEvent, DomainEventType } from './domain-event.ts'

/**
 * A receiver of events. It has its own attempts, its own order and its own dead items, apart from all other endpoints.
 */
export type EventEndpoint = {
  /** The name under which its events wait; see `isEndpointName`. With another name it is another endpoint. */
  readonly name: string
  /** The types of events that the endpoint receives; all types if absent. */
  readonly events?: readonly DomainEventType[]
}

/** An event on its way to one endpoint. `id` is the id of the delivery; the endpoint receives `eventId`. */
export type EventDelivery = DomainEvent & {
  /** The endpoint's name. */
  readonly channel: string
  readonly eventId: string
}

/** Whether a text can name an endpoint: 1 to 64 of `A-Z a-z 0-9 . _ -`. */
export const isEndpointName = (text: string): boolean => /^[A-Za-z0-9._-]{1,64}$/u.test(text)

/** One delivery of the event for every endpoint that receives it. */
export const deliveriesOf = (
  event: DomainEvent,
  endpoints: readonly EventEndpoint[],
): readonly EventDelivery[] =>
  endpoints
    .filter(({ events }) => events?.includes(event.type) !== false)
    .map(({ name }) => ({ ...event, id: `${event.id}.${name}`, channel: name, eventId: event.id }))

/** The event as the endpoint receives it: every endpoint knows it by the same id. */
export const eventOf = (item: DomainEvent | EventDelivery): DomainEvent => {
  if (!('eventId' in item)) return item
  const { channel: _channel, eventId, ...event } = item
  return { ...event, id: eventId }
}
