import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/system.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { AttemptFailure, DamagedItem, OutboxItem, OutboxState, OutboxEntry } from './outbox-item.ts'
import type { OutboxSummary } from './outbox-summary.ts'

/** An item that was claimed for sending; `attempt` counts from 1. */
export type Claimed<Item> = { readonly item: Item; readonly attempt: number }

/** What is claimed for sending: up to `limit` items of one channel, or of those without a channel. */
export type OutboxClaim = {
  readonly channel: string | undefined
  readonly limit: number
  readonly now: Instant
  /** Until when no other caller may claim them. */
  readonly leaseUntil: Instant
}

/**
 * A page of items of one state, and of one channel if it is given, ordered by the time of their creation, then by id.
 */
export type OutboxQuery = {
  readonly state: OutboxState
  readonly channel?: string
  readonly after?: Pick<OutboxItem, 'createdAt' | 'id'>
  readonly limit: number
}

/** Some of the items: those with these ids, or those of a channel. */
export type OutboxSelection = readonly string[] | { readonly channel: string }

/**
 * Port: what is to be sent for one pool. An item is written in the same transaction as the change that it reports. An
 * item whose record cannot be read is claimed and listed like any other, as a `DamagedItem`.
 */
export type Outbox<Item extends OutboxItem> = {
  /** Every id is new: a second item with the same id is a broken invariant, not a result. */
  readonly addAll: (items: readonly Item[]) => ResultAsync<void, Unavailable>
  /**
   * Claims waiting items of a channel, those first that have been due longest, and hides them from other callers until
   * `leaseUntil`. An item whose lease has run out by `now` is due again, so that nothing is lost when a sender dies. An
   * item that was put off by a clock that ran ahead is due too, as `isDue` says; it comes after all items that are due
   * by their own time. The same write counts the attempt. The items about one user on one channel come one by one, in
   * the order of their creation: while an earlier item is neither sent nor dead, no later one is claimed.
   */
  readonly claim: (claim: OutboxClaim) => ResultAsync<readonly Claimed<Item | DamagedItem>[], Unavailable>
  /** Marks an item as sent, for good, and wipes its sealed secret. */
  readonly markSent: (id: string, at: Instant) => ResultAsync<void, Unavailable>
  /** Lets a waiting item wait until `dueAt`, if `attempt` is still its last attempt. */
  readonly postpone: (
    id: string,
    attempt: number,
    dueAt: Instant,
    why: AttemptFailure,
  ) => ResultAsync<void, Unavailable>
  /**
   * Declares a waiting item dead, if `attempt` is still its last attempt. Its sealed secret stays, because the item may
   * be redriven.
   */
  readonly bury: (
    id: string,
    attempt: number,
    at: Instant,
    why: AttemptFailure,
  ) => ResultAsync<void, Unavailable>
  /** Lets dead items wait again, as if they had never been tried: some of them, or all. Answers how many. */
  readonly redrive: (which: OutboxSelection | 'all', now: Instant) => ResultAsync<number, Unavailable>
  /** Removes items that wait or are dead, although they were never sent. Answers how many. */
  readonly drop: (which: OutboxSelection) => ResultAsync<number, Unavailable>
  readonly list: (query: OutboxQuery) => ResultAsync<readonly OutboxEntry<Item | DamagedItem>[], Unavailable>
  readonly summary: () => ResultAsync<OutboxSummary, Unavailable>
  /** Removes the items that were sent before this time. Answers how many. */
  readonly forgetSent: (before: Instant) => ResultAsync<number, Unavailable>
  /** The items that have a sealed secret, up to `limit`, ordered by id: those after this id, or the first ones. */
  readonly listSealed: (
    after: string | undefined,
    limit: number,
  ) => ResultAsync<readonly (Item | DamagedItem)[], Unavailable>
  /**
   * Replaces the secret that is sealed as `from` by the same secret, sealed anew, by one conditional write.
   * `overtaken`: the secret is sealed otherwise by now, or gone, and stays so.
   */
  readonly reseal: (
    id: string,
    from: Sealed,
    to: Sealed,
  ) => ResultAsync<'resealed' | 'overtaken', Unavailable>
}
