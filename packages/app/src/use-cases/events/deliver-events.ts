import type { EventEndpoint, EventSender, Unavailable } from '@keepsake/domain'
import { eventOf, toAttemptFailed, nothingDelivered, type Delivery } from '@keepsake/domain/rules'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { atATime, deliver, inLanes } from '../outbox/deliver.ts'
import { distributeEvents } from './distribute-events.ts'

/**
 * The names of the endpoints that this process sends events to. Empty if one sender takes all events, or if there is no
 * sender.
 */
export const eventEndpoints = ({ ports }: PoolContext): readonly string[] =>
  (ports.eventSender?.endpoints ?? []).map(({ name }) => name)

/** The most events that a round takes for each endpoint (default 100), and the only endpoint to send to. */
export type DeliverEvents = { readonly limit?: number; readonly endpoint?: string }

/** Sends waiting events to each endpoint, or to one of them. If there is no sender, they wait for a process that has one. */
export const deliverEvents = (
  command: DeliverEvents | undefined,
  context: PoolContext,
): ResultAsync<Delivery, Unavailable> => {
  const { limit = atATime, endpoint } = command ?? {}
  const { eventSender } = context.ports
  if (eventSender === undefined) return okAsync(nothingDelivered)
  const { endpoints } = eventSender
  if (endpoints === undefined) return deliverTo(undefined, eventSender, limit, context)
  const wanted = endpoints.filter(({ name }) => endpoint === undefined || name === endpoint)
  if (wanted.length === 0) return okAsync(nothingDelivered)
  return distributeEvents(endpoints, limit, context).andThen(() =>
    inLanes(wanted.map((each) => deliverTo(each, eventSender, limit, context))),
  )
}

const deliverTo = (
  endpoint: EventEndpoint | undefined,
  { send }: EventSender,
  limit: number,
  context: PoolContext,
): ResultAsync<Delivery, Unavailable> =>
  deliver(
    { outbox: context.storage.events, channel: endpoint?.name },
    () =>
      okAsync((item) => send(eventOf(item), endpoint?.name).mapErr((failure) => toAttemptFailed(failure))),
    limit,
    context,
  )
