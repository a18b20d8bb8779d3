import { noticeChannels, type Failure, type Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Keepsake } from './api/keepsake.ts'
import { nothingDelivered, type Delivery } from './use-cases/delivery.ts'

export type RelayOptions = {
  /** Ends the relay: what is being sent at that moment is sent and marked first. */
  readonly signal: AbortSignal
  /** How long to rest where nothing is due, in ms; a second by default. */
  readonly restMs?: number
  /** Is told what became of every round in which anything did, and of which channel or endpoint it was, where it has a name. */
  readonly onDelivery?: (delivery: Delivery, lane: string | undefined) => void
  /** Is told that a part did not answer. The relay rests and goes on. */
  readonly onUnavailable?: (failure: Unavailable) => void
}

/**
 * Sends notices as they fall due, until it is told to stop: each channel by itself, so that mail that hangs holds up no text
 * message. Any number of relays share the work, in one process or on many machines, where the storage is shared: each notice is
 * leased to one of them, and one that dies loses nothing.
 */
export const relayNotices = (keepsake: Pick<Keepsake, 'notices'>, options: RelayOptions): Promise<void> =>
  relayAll(noticeChannels, (channel) => keepsake.notices.deliver({ channel }), options)

/** Tells events in the same way, each endpoint by itself. */
export const relayEvents = async (
  keepsake: Pick<Keepsake, 'events'>,
  options: RelayOptions,
): Promise<void> => {
  const endpoints = (await keepsake.events.endpoints()).unwrapOr([])
  const lanes = endpoints.length === 0 ? [undefined] : endpoints
  const deliver = (endpoint: string | undefined) =>
    keepsake.events.deliver(endpoint === undefined ? {} : { endpoint })
  await relayAll(lanes, deliver, options)
}

const relayAll = async <Lane extends string | undefined>(
  lanes: readonly Lane[],
  deliver: (lane: Lane) => ResultAsync<Delivery, Failure>,
  { onDelivery, ...options }: RelayOptions,
): Promise<void> => {
  await Promise.all(
    lanes.map((lane) =>
      relay(() => deliver(lane), {
        ...options,
        onDelivery: (delivery) => onDelivery?.(delivery, lane),
      }),
    ),
  )
}

type LaneOptions = Omit<RelayOptions, 'onDelivery'> & { readonly onDelivery: (delivery: Delivery) => void }

const relay = async (
  deliver: () => ResultAsync<Delivery, Failure>,
  { signal, restMs = 1000, onDelivery, onUnavailable }: LaneOptions,
): Promise<void> => {
  while (!signal.aborted) {
    const delivered = await deliver()
    if (delivered.isErr() && delivered.error.kind === 'unavailable') onUnavailable?.(delivered.error)
    const delivery = delivered.unwrapOr(nothingDelivered)
    const count = delivery.sent + delivery.postponed + delivery.dead
    if (count > 0) onDelivery(delivery)
    if (count === 0) await rest(restMs, signal)
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, signal.aborted ? 0 : ms)
    signal.addEventListener('abort', wake)
  })
