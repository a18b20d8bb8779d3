import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { Notice } from './notice.ts'

/** Port: the notices of one pool that are still to be sent. They are written in the transaction of what earned them. */
export type Outbox = {
  readonly addAll: (notices: readonly Notice[]) => ResultAsync<void, Unavailable>
  /**
   * Takes up to `limit` waiting notices, oldest first, and hides them from other callers until `leaseUntil`. One whose
   * lease has run out by `now` waits again, so that a sender that died loses nothing. Counts the attempt in the same write.
   */
  readonly claim: (
    limit: number,
    now: Instant,
    leaseUntil: Instant,
  ) => ResultAsync<readonly Notice[], Unavailable>
  /** Marks a notice as sent for good, and wipes its sealed secret. */
  readonly markSent: (id: string, at: Instant) => ResultAsync<void, Unavailable>
}
