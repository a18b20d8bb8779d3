import type { Unavailable } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { deliver, type Delivery } from './deliver.ts'

/** Tells up to `limit` of the waiting events. Where there is no sender they go on waiting, for a process that has one. */
export const deliverEvents = (limit: number, context: PoolContext): ResultAsync<Delivery, Unavailable> => {
  const { eventSender } = context.ports
  return eventSender === undefined
    ? okAsync({ sent: 0, postponed: 0, dead: 0 })
    : deliver(context.storage.events, () => okAsync(eventSender.send), limit, context)
}
