import type { DomainEvent, DomainEventType } from './domain-event.ts'

/** Somebody who is told of events, apart from all others: with attempts, an order and dead ones of its own. */
export type EventEndpoint = {
  /** What its events wait under, `isEndpointName`. With another name it is another endpoint. */
  readonly name: string
  /** The events that it is told of; all where absent. */
  readonly events?: readonly DomainEventType[]
}

/** An event on its way to one endpoint. `id` is that of the delivery; the endpoint is told `eventId`. */
export type EventDelivery = DomainEvent & {
  /** The endpoint's name. */
  readonly channel: string
  readonly eventId: string
}

/** Whether a text can name an endpoint: 1 to 64 of `A-Z a-z 0-9 . _ -`. */
export const isEndpointName = (text: string): boolean => /^[A-Za-z0-9._-]{1,64}$/u.test(text)

/** An event for everybody who is to know of it, each on its own. */
export const deliveriesOf = (
  event: DomainEvent,
  endpoints: readonly EventEndpoint[],
): readonly EventDelivery[] =>
  endpoints
    .filter(({ events }) => events?.includes(event.type) !== false)
    .map(({ name }) => ({ ...event, id: `${event.id}.${name}`, channel: name, eventId: event.id }))

/** The event as the endpoint is told it: every endpoint knows it by the same id. */
export const eventOf = (item: DomainEvent | EventDelivery): DomainEvent => {
  if (!('eventId' in item)) return item
  const { channel: _channel, eventId, ...event } = item
  return { ...event, id: eventId }
}
