import type { Failure, Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Identity } from './identity.ts'
import type { Delivery } from './use-cases/deliver.ts'

export type RelayOptions = {
  /** Ends the relay: what is being sent at that moment is sent and marked first. */
  readonly signal: AbortSignal
  /** How long to rest where nothing is due, in ms; a second by default. */
  readonly restMs?: number
  /** Is told what became of every round in which anything did. */
  readonly onDelivery?: (delivery: Delivery) => void
  /** Is told that a part did not answer. The relay rests and goes on. */
  readonly onUnavailable?: (failure: Unavailable) => void
}

/**
 * Sends notices as they fall due, until it is told to stop. Any number of relays share the work, in one process or on
 * many machines, where the storage is shared: each notice is leased to one of them, and one that dies loses nothing.
 */
export const relayNotices = (
  identity: Pick<Identity, 'deliverNotices'>,
  options: RelayOptions,
): Promise<void> => relay(() => identity.deliverNotices(), options)

/** Tells events in the same way. */
export const relayEvents = (
  identity: Pick<Identity, 'deliverEvents'>,
  options: RelayOptions,
): Promise<void> => relay(() => identity.deliverEvents(), options)

const relay = async (
  deliver: () => ResultAsync<Delivery, Failure>,
  { signal, restMs = 1000, onDelivery, onUnavailable }: RelayOptions,
): Promise<void> => {
  while (!signal.aborted) {
    const delivered = await deliver()
    if (delivered.isErr() && delivered.error.kind === 'unavailable') onUnavailable?.(delivered.error)
    const { sent, postponed, dead } = delivered.unwrapOr({ sent: 0, postponed: 0, dead: 0 })
    const count = sent + postponed + dead
    if (delivered.isOk() && count > 0) onDelivery?.(delivered.value)
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
