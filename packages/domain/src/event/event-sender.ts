import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Undeliverable } from '../outbox/undeliverable.ts'
import type { DomainEvent } from './domain-event.ts'
import type { EventEndpoint } from './event-endpoint.ts'

/** Port: sends events to other services. */
export type EventSender = {
  /** The endpoints that receive events. Absent if the receiver behind `send` takes every event for all of them. */
  readonly endpoints?: readonly EventEndpoint[]
  /**
   * Resolves once the endpoint has taken the event. `Unavailable`: it has not, or it is not known whether it has; try
   * again under the same id, not before `retryAfterMs` is over, if it is given. `Undeliverable`: it never will.
   * @param endpoint the name of one of `endpoints`; if absent, everybody who is to know
   */
  readonly send: (event: DomainEvent, endpoint?: string) => ResultAsync<void, Unavailable | Undeliverable>
}
