import {
  checkNumbers,
  longestTimerMs,
  noticeChannels,
  refuseConfiguration,
  type Failure,
  type Unavailable,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Keepsake } from './keepsake.ts'
import { nothingDelivered, type Delivery } from '@keepsake/domain/rules'

/** How a relay runs and stops, and which listeners it calls. */
export type RelayOptions = {
  /** Stops the relay. It first finishes and marks what it is sending. */
  readonly signal: AbortSignal
  /** How long to wait if nothing is due, in ms. The default is one second. */
  readonly restMs?: number
  /**
   * Called after every round that sent, postponed or buried something. `lane` is the name of the channel or endpoint, if it
   * has one.
   */
  readonly onDelivery?: (delivery: Delivery, lane: string | undefined) => void
  /** Called if a part did not answer. The relay waits and goes on. */
  readonly onUnavailable?: (failure: Unavailable) => void
}

/**
 * Sends notices when they are due, until `signal` stops it. Each channel works by itself, so a mail server that hangs delays
 * no text message. You can run any number of relays on one storage, in one process or on many machines. Each notice is
 * leased to one relay, and a relay that dies loses no notice. Rejects with a configuration error if `restMs` is no time.
 */
export const relayNotices = (keepsake: Pick<Keepsake, 'notices'>, options: RelayOptions): Promise<void> =>
  relayAll(noticeChannels, (channel) => keepsake.notices.deliver({ channel }), options)

/** Sends events in the same way. Each endpoint works by itself. */
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
  refuseConfiguration(checkNumbers(options, { restMs: { least: 0, most: longestTimerMs } }))
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
