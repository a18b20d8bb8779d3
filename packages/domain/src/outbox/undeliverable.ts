/**
 * Why trying again is of no use. `recipient-refused`: the other side has no such recipient, or takes nothing for them.
 * `message-refused`: it takes no message like this one. `not-allowed`: our own rules forbid it, such as a country that
 * is not served, or a link that leads elsewhere. `not-prepared`: there is no sender for the channel, or no template for
 * the kind.
 */
export type UndeliverableReason = 'recipient-refused' | 'message-refused' | 'not-allowed' | 'not-prepared'

/** The message or event will never arrive. `cause` is for the operator's log. */
export type Undeliverable = {
  readonly kind: 'undeliverable'
  readonly reason: UndeliverableReason
  readonly cause: unknown
}

export const undeliverable = (reason: UndeliverableReason, cause: unknown): Undeliverable => ({
  kind: 'undeliverable',
  reason,
  cause,
})
