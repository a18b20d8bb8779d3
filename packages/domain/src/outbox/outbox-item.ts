import type { Damaged } from '../kernel/damaged.ts'
import type { Instant } from '../kernel/system.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'
import type { UndeliverableReason } from './undeliverable.ts'

/** What every item of an outbox has. */
export type OutboxItem = {
  readonly id: string
  readonly userId: UserId
  readonly createdAt: Instant
  /**
   * The channel through which the item is sent, such as `sms`, or the name of an endpoint. Each channel has its own
   * order, and a failure on one channel delays no other. Absent if no channel is chosen yet.
   */
  readonly channel?: string
  /** What the item says and only its receiver may read, if there is such a thing. */
  readonly secret?: Sealed
}

/** An item whose record cannot be read. What it says is not known. */
export type DamagedItem = OutboxItem & Damaged

/**
 * Why an attempt has failed. `sender-unavailable`: the other side did not take it this time. `secret-unavailable`: the
 * secret of the item could not be opened. `user-inactive`: the user may not sign in, so nothing is sent.
 * `user-deleted`: the user was deleted after the notice was claimed. `address-changed`: the address no longer belongs
 * to the user. `link-invalid`: the link in the notice does not work any more: it was used or has expired, or the user has
 * got another password. `record-damaged`: the record of the item, or of the user, cannot be read.
 */
export type DeliveryFailure =
  | UndeliverableReason
  | 'sender-unavailable'
  | 'secret-unavailable'
  | 'user-inactive'
  | 'user-deleted'
  | 'address-changed'
  | 'link-invalid'
  | 'record-damaged'

/**
 * Why an attempt has failed: the kind of failure, and the sender's own words as `toReason` bounds them, if there are
 * any.
 */
export type AttemptFailure = { readonly failure: DeliveryFailure; readonly reason?: string }

/** `waiting`: it is to be sent, now or later. `dead`: it is not tried again, unless it is redriven. */
export type OutboxState = 'waiting' | 'sent' | 'dead'

/** What happened to an item. `failure` and `reason`: why the last attempt failed, if it did. */
export type OutboxEntry<Item> = Partial<AttemptFailure> & {
  readonly item: Item
  readonly state: OutboxState
  readonly attempts: number
  /** When a waiting item may be claimed. */
  readonly dueAt?: Instant
  readonly sentAt?: Instant
  readonly diedAt?: Instant
}
