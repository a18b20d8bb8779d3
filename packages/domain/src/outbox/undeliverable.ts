/**
 * Why trying again is of no use. `recipient-refused`: the other side has no such recipient, or takes nothing for them.
 * `message-refused`: it takes no message like this one. `not-allowed`: rules of our own forbid it, such as a country that
 * is not served, or a link that leads elsewhere. `not-prepared`: nothing here knows how, for want of a sender of the
 * channel, or of words for the kind.
 */
export type UndeliverableReason = 'recipient-refused' | 'message-refused' | 'not-allowed' | 'not-prepared'

/** What was to be sent never will arrive. `cause` is for the operator's log. */
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
