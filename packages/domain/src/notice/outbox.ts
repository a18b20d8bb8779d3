import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { Notice } from './notice.ts'
import type { UndeliverableReason } from './undeliverable.ts'

/** A notice that was taken for sending; `attempt` counts from 1. */
export type ClaimedNotice = { readonly notice: Notice; readonly attempt: number }

/** Why an attempt has failed. `user-inactive`: the user may not sign in, so nothing is sent. */
export type NoticeFailure = UndeliverableReason | 'sender-unavailable' | 'user-inactive'

/** `waiting`: it is to be sent, now or later. `dead`: nobody will try again, unless it is redriven. */
export type NoticeState = 'waiting' | 'sent' | 'dead'

/** What became of a notice. */
export type PostedNotice = {
  readonly notice: Notice
  readonly state: NoticeState
  readonly attempts: number
  /** When a waiting one may be claimed. */
  readonly dueAt?: Instant
  readonly sentAt?: Instant
  readonly diedAt?: Instant
  /** Why the last attempt failed, if it did. */
  readonly failure?: NoticeFailure
}

/** A page of notices of one state, by the moment of their making, then by id. */
export type NoticeQuery = {
  readonly state: NoticeState
  readonly after?: Pick<Notice, 'createdAt' | 'id'>
  readonly limit: number
}

/** How many notices there are of each state, and since when the one that has waited longest has been there. */
export type OutboxSummary = Readonly<Record<NoticeState, number>> & { readonly oldestWaiting?: Instant }

/** Port: the notices of one pool. They are written in the transaction of what earned them. */
export type Outbox = {
  /** Every id is new: a second notice of one id is a broken invariant, not a result. */
  readonly addAll: (notices: readonly Notice[]) => ResultAsync<void, Unavailable>
  /**
   * Takes up to `limit` waiting notices, those first that have been due longest, and hides them from other callers until
   * `leaseUntil`. One whose lease has run out by `now` is due again, so that a sender that died loses nothing. Counts the
   * attempt in the same write. What a user has waiting on one channel comes one by one, in the order of its making: while
   * an earlier one is not sent, or dead, none after it is claimed.
   */
  readonly claim: (
    limit: number,
    now: Instant,
    leaseUntil: Instant,
  ) => ResultAsync<readonly ClaimedNotice[], Unavailable>
  /** Marks a notice as sent for good, and wipes its sealed secret. */
  readonly markSent: (id: string, at: Instant) => ResultAsync<void, Unavailable>
  /** Lets a waiting notice wait until `dueAt`, if `attempt` is still its last one. */
  readonly postpone: (
    id: string,
    attempt: number,
    dueAt: Instant,
    failure: NoticeFailure,
  ) => ResultAsync<void, Unavailable>
  /** Declares a waiting notice dead, if `attempt` is still its last one. Its sealed secret stays, for it may be redriven. */
  readonly bury: (
    id: string,
    attempt: number,
    at: Instant,
    failure: NoticeFailure,
  ) => ResultAsync<void, Unavailable>
  /** Lets dead notices wait again, as if they had never been tried: those of the ids, or all. Answers how many. */
  readonly redrive: (ids: readonly string[] | 'all', now: Instant) => ResultAsync<number, Unavailable>
  readonly list: (query: NoticeQuery) => ResultAsync<readonly PostedNotice[], Unavailable>
  readonly summary: () => ResultAsync<OutboxSummary, Unavailable>
  /** Removes notices that were sent before a moment. Answers how many. */
  readonly forgetSent: (before: Instant) => ResultAsync<number, Unavailable>
}
