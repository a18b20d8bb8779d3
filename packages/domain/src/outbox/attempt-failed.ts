import type { Unavailable } from '../kernel/failure.ts'
import type { AttemptFailure, DeliveryFailure } from './outbox-item.ts'
import { toReason } from './reason.ts'
import type { Undeliverable } from './undeliverable.ts'

/**
 * An attempt has failed. `isFinal`: another attempt is useless. `retryAfterMs`: how long the other side asks to be left
 * alone.
 */
export type AttemptFailed = {
  readonly kind: 'attempt-failed'
  readonly why: AttemptFailure
  readonly isFinal: boolean
  readonly retryAfterMs?: number
}

/** Makes a final failure for a reason of our own, which needs no text. */
export const neverAgain = (failure: DeliveryFailure): AttemptFailed => ({
  kind: 'attempt-failed',
  why: { failure },
  isFinal: true,
})

/**
 * Turns an error of a sender, or of the code that opens a secret for it, into a failed attempt. It keeps the error's text
 * without hidden values. If the storage is unavailable, nothing can be kept.
 */
export const toAttemptFailed = (
  failure: Unavailable | Undeliverable,
  hidden: readonly string[] = [],
): AttemptFailed | Unavailable => {
  if (failure.kind === 'unavailable' && failure.part === 'storage') return failure
  const reason = toReason(failure.cause, hidden)
  return {
    kind: 'attempt-failed',
    why: { failure: kindOf(failure), ...(reason !== undefined && { reason }) },
    isFinal: failure.kind === 'undeliverable',
    ...(failure.kind === 'unavailable' &&
      failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
  }
}

const kindOf = (failure: Unavailable | Undeliverable): DeliveryFailure => {
  if (failure.kind === 'undeliverable') return failure.reason
  return failure.part === 'secret-box' ? 'secret-unavailable' : 'sender-unavailable'
}
