import {
  toReason,
  type AttemptFailure,
  type DeliveryFailure,
  type Unavailable,
  type Undeliverable,
} from '@keepsake/domain'

/** An attempt has failed. `isFinal`: another one is of no use. */
export type AttemptFailed = {
  readonly kind: 'attempt-failed'
  readonly why: AttemptFailure
  readonly isFinal: boolean
}

/** For a reason of our own, which needs no words. */
export const neverAgain = (failure: DeliveryFailure): AttemptFailed => ({
  kind: 'attempt-failed',
  why: { failure },
  isFinal: true,
})

/**
 * What a sender, or what opens a secret for it, has answered. Its words are kept, without what is hidden. Where the storage is
 * out of reach nothing can be kept.
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
  }
}

const kindOf = (failure: Unavailable | Undeliverable): DeliveryFailure => {
  if (failure.kind === 'undeliverable') return failure.reason
  return failure.part === 'secret-box' ? 'secret-unavailable' : 'sender-unavailable'
}
