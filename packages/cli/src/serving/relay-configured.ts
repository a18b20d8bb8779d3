import { type Keepsake, relayEvents, relayNotices, type Delivery } from '@keepsake/app'
import type { Unavailable } from '@keepsake/domain'
import { canSend, canTell, type NoticeConfig } from '../composition/notice-config.ts'
import { present } from '../composition/present.ts'

/** The log entry of a round: the result on one channel or at one endpoint. */
export type DeliveryLine = Delivery & {
  readonly of: 'notices' | 'events'
  readonly channel?: string
  readonly endpoint?: string
}

type Options = {
  readonly signal: AbortSignal
  readonly onDelivery?: (line: DeliveryLine) => void
  readonly onUnavailable: (failure: Unavailable) => void
}

/**
 * Sends notices and events until it is asked to stop. It sends each of them only if the configuration has a sender for it.
 */
export const relayConfigured = async (
  keepsake: Keepsake,
  config: NoticeConfig,
  { onDelivery, ...options }: Options,
): Promise<void> => {
  await Promise.all([
    canSend(config) &&
      relayNotices(keepsake, {
        ...options,
        onDelivery: (delivery, channel) =>
          onDelivery?.({ of: 'notices', ...present({ channel }), ...delivery }),
      }),
    canTell(config) &&
      relayEvents(keepsake, {
        ...options,
        onDelivery: (delivery, endpoint) =>
          onDelivery?.({ of: 'events', ...present({ endpoint }), ...delivery }),
      }),
  ])
}
