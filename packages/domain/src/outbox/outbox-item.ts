import type { Damaged } from '../kernel/damaged.ts'
import type { Instant } from '../kernel/sources.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'
import type { UndeliverableReason } from './undeliverable.ts'

/** What every item of an outbox has, whatever it tells. */
export type OutboxItem = {
  readonly id: string
  readonly userId: UserId
  readonly createdAt: Instant
  /**
   * The way by which it goes out, such as `sms`, or the name of an endpoint. Each channel has an order of its own, and what
   * fails on one holds up no other. Absent where nobody has chosen one yet.
   */
  readonly channel?: string
  /** What is to be told and nobody else may read, if there is such a thing. */
  readonly secret?: Sealed
}

/** An item whose record cannot be read. What it tells is not known. */
export type DamagedItem = OutboxItem & Damaged

/**
 * Why an attempt has failed. `sender-unavailable`: the other side did not take it this time. `secret-unavailable`: what is
 * to be told could not be opened. `user-inactive`: the user may not sign in, so nothing is sent. `user-deleted`: the user was
 * deleted after the notice was claimed. `address-changed`: whoever is reached there is not the user any more. `record-damaged`: the record of the item,
 * or of the user, cannot be read.
 */
export type DeliveryFailure =
  | UndeliverableReason
  | 'sender-unavailable'
  | 'secret-unavailable'
  | 'user-inactive'
  | 'user-deleted'
  | 'address-changed'
  | 'record-damaged'

/** What an attempt has failed of: the kind of failure, and the sender's own words as `toReason` bounds them, if there are any. */
export type AttemptFailure = { readonly failure: DeliveryFailure; readonly reason?: string }

/** `waiting`: it is to be sent, now or later. `dead`: nobody will try again, unless it is redriven. */
export type OutboxState = 'waiting' | 'sent' | 'dead'

/** What became of an item. `failure` and `reason`: why the last attempt failed, if it did. */
export type Posted<Item> = Partial<AttemptFailure> & {
  readonly item: Item
  readonly state: OutboxState
  readonly attempts: number
  /** When a waiting one may be claimed. */
  readonly dueAt?: Instant
  readonly sentAt?: Instant
  readonly diedAt?: Instant
}
