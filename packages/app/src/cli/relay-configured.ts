import type { Unavailable } from '@keepsake/domain'
import { canSend, canTell, type NoticeConfig } from '../composition/notice-config.ts'
import type { Identity } from '../identity.ts'
import { relayEvents, relayNotices } from '../relay.ts'
import type { Delivery } from '../use-cases/deliver.ts'

type Options = {
  readonly signal: AbortSignal
  readonly onDelivery?: (of: 'notices' | 'events', delivery: Delivery) => void
  readonly onUnavailable: (failure: Unavailable) => void
}

/** Sends notices and tells events until it is told to stop: whichever the configuration has a way out for. */
export const relayConfigured = async (
  identity: Identity,
  config: NoticeConfig,
  { onDelivery, ...options }: Options,
): Promise<void> => {
  await Promise.all([
    canSend(config) &&
      relayNotices(identity, { ...options, onDelivery: (delivery) => onDelivery?.('notices', delivery) }),
    canTell(config) &&
      relayEvents(identity, { ...options, onDelivery: (delivery) => onDelivery?.('events', delivery) }),
  ])
}
