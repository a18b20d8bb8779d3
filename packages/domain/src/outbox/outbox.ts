import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { AttemptFailure, DamagedItem, OutboxItem, OutboxState, Posted } from './outbox-item.ts'
import type { OutboxSummary } from './outbox-summary.ts'

/** An item that was taken for sending; `attempt` counts from 1. */
export type Claimed<Item> = { readonly item: Item; readonly attempt: number }

/** What is taken for sending: up to `limit` items of one channel, or of those that have none. */
export type OutboxClaim = {
  readonly channel: string | undefined
  readonly limit: number
  readonly now: Instant
  /** Until when nobody else may take them. */
  readonly leaseUntil: Instant
}

/** A page of items of one state, and of one channel where it is given, by the moment of their making, then by id. */
export type OutboxQuery = {
  readonly state: OutboxState
  readonly channel?: string
  readonly after?: Pick<OutboxItem, 'createdAt' | 'id'>
  readonly limit: number
}

/** Some of the items: those of the ids, or those of a channel. */
export type OutboxSelection = readonly string[] | { readonly channel: string }

/**
 * Port: what of one pool is to be told. It is written in the transaction of what it tells of. An item whose record cannot be
 * read is claimed and listed like any other, as a `DamagedItem`.
 */
export type Outbox<Item extends OutboxItem> = {
  /** Every id is new: a second item of one id is a broken invariant, not a result. */
  readonly addAll: (items: readonly Item[]) => ResultAsync<void, Unavailable>
  /**
   * Takes waiting items of a channel, those first that have been due longest, and hides them from other callers until
   * `leaseUntil`. One whose lease has run out by `now` is due again, so that a sender that died loses nothing. What a
   * clock that ran ahead has put off is due too, as `isDue` says, after all that is due by its own moment. Counts the
   * attempt in the same write. What waits about one user on one channel comes one by one, in the order of its making:
   * while an earlier one is not sent, or dead, none after it is claimed.
   */
  readonly claim: (claim: OutboxClaim) => ResultAsync<readonly Claimed<Item | DamagedItem>[], Unavailable>
  /** Marks an item as sent for good, and wipes its sealed secret. */
  readonly markSent: (id: string, at: Instant) => ResultAsync<void, Unavailable>
  /** Lets a waiting item wait until `dueAt`, if `attempt` is still its last one. */
  readonly postpone: (
    id: string,
    attempt: number,
    dueAt: Instant,
    why: AttemptFailure,
  ) => ResultAsync<void, Unavailable>
  /** Declares a waiting item dead, if `attempt` is still its last one. Its sealed secret stays, for it may be redriven. */
  readonly bury: (
    id: string,
    attempt: number,
    at: Instant,
    why: AttemptFailure,
  ) => ResultAsync<void, Unavailable>
  /** Lets dead items wait again, as if they had never been tried: some of them, or all. Answers how many. */
  readonly redrive: (which: OutboxSelection | 'all', now: Instant) => ResultAsync<number, Unavailable>
  /** Removes items that wait or are dead, though nobody was told. Answers how many. */
  readonly drop: (which: OutboxSelection) => ResultAsync<number, Unavailable>
  readonly list: (query: OutboxQuery) => ResultAsync<readonly Posted<Item | DamagedItem>[], Unavailable>
  readonly summary: () => ResultAsync<OutboxSummary, Unavailable>
  /** Removes items that were sent before a moment. Answers how many. */
  readonly forgetSent: (before: Instant) => ResultAsync<number, Unavailable>
  /** The items that have a sealed secret, up to `limit` by id: those after this one, or the first ones. */
  readonly listSealed: (
    after: string | undefined,
    limit: number,
  ) => ResultAsync<readonly (Item | DamagedItem)[], Unavailable>
  /**
   * Puts the same secret, sealed anew, in the place of the one that is sealed as `from`, by one conditional write.
   * `overtaken`: it is sealed otherwise by now, or gone, and stays so.
   */
  readonly reseal: (
    id: string,
    from: Sealed,
    to: Sealed,
  ) => ResultAsync<'resealed' | 'overtaken', Unavailable>
}
