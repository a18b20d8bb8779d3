import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { NoticeChannel } from '../notice/notice.ts'
import type { UserId } from '../user/user-id.ts'
import type { UndeliverableReason } from './undeliverable.ts'

/** What every item of an outbox has, whatever it tells. */
export type OutboxItem = {
  readonly id: string
  readonly userId: UserId
  readonly createdAt: Instant
  /** By which way it is told, where there are several. */
  readonly channel?: NoticeChannel
  /** What is to be told and nobody else may read, if there is such a thing. */
  readonly secret?: Sealed
}

/** An item that was taken for sending; `attempt` counts from 1. */
export type Claimed<Item> = { readonly item: Item; readonly attempt: number }

/**
 * Why an attempt has failed. `user-inactive`: the user may not sign in, so nothing is sent. `address-changed`: whoever is
 * reached there is not the user any more.
 */
export type DeliveryFailure = UndeliverableReason | 'sender-unavailable' | 'user-inactive' | 'address-changed'

/** `waiting`: it is to be sent, now or later. `dead`: nobody will try again, unless it is redriven. */
export type OutboxState = 'waiting' | 'sent' | 'dead'

/** What became of an item. */
export type Posted<Item> = {
  readonly item: Item
  readonly state: OutboxState
  readonly attempts: number
  /** When a waiting one may be claimed. */
  readonly dueAt?: Instant
  readonly sentAt?: Instant
  readonly diedAt?: Instant
  /** Why the last attempt failed, if it did. */
  readonly failure?: DeliveryFailure
}

/** A page of items of one state, by the moment of their making, then by id. */
export type OutboxQuery = {
  readonly state: OutboxState
  readonly after?: Pick<OutboxItem, 'createdAt' | 'id'>
  readonly limit: number
}

/** How many items there are of each state, and since when the one that has waited longest has been there. */
export type OutboxSummary = Readonly<Record<OutboxState, number>> & { readonly oldestWaiting?: Instant }

/** Port: what of one pool is to be told. It is written in the transaction of what it tells of. */
export type Outbox<Item extends OutboxItem> = {
  /** Every id is new: a second item of one id is a broken invariant, not a result. */
  readonly addAll: (items: readonly Item[]) => ResultAsync<void, Unavailable>
  /**
   * Takes up to `limit` waiting items, those first that have been due longest, and hides them from other callers until
   * `leaseUntil`. One whose lease has run out by `now` is due again, so that a sender that died loses nothing. What a
   * clock that ran ahead has put off is due too, as `isDue` says, after all that is due by its own moment. Counts the
   * attempt in the same write. What waits about one user, and for one channel where it has one, comes one by one, in the
   * order of its making: while an earlier one is not sent, or dead, none after it is claimed.
   */
  readonly claim: (
    limit: number,
    now: Instant,
    leaseUntil: Instant,
  ) => ResultAsync<readonly Claimed<Item>[], Unavailable>
  /** Marks an item as sent for good, and wipes its sealed secret. */
  readonly markSent: (id: string, at: Instant) => ResultAsync<void, Unavailable>
  /** Lets a waiting item wait until `dueAt`, if `attempt` is still its last one. */
  readonly postpone: (
    id: string,
    attempt: number,
    dueAt: Instant,
    failure: DeliveryFailure,
  ) => ResultAsync<void, Unavailable>
  /** Declares a waiting item dead, if `attempt` is still its last one. Its sealed secret stays, for it may be redriven. */
  readonly bury: (
    id: string,
    attempt: number,
    at: Instant,
    failure: DeliveryFailure,
  ) => ResultAsync<void, Unavailable>
  /** Lets dead items wait again, as if they had never been tried: those of the ids, or all. Answers how many. */
  readonly redrive: (ids: readonly string[] | 'all', now: Instant) => ResultAsync<number, Unavailable>
  readonly list: (query: OutboxQuery) => ResultAsync<readonly Posted<Item>[], Unavailable>
  readonly summary: () => ResultAsync<OutboxSummary, Unavailable>
  /** Removes items that were sent before a moment. Answers how many. */
  readonly forgetSent: (before: Instant) => ResultAsync<number, Unavailable>
}
