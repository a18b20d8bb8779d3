import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/system.ts'

/** What is used once. Kinds are separate: a key that is spent under one kind is fresh under another. */
export type SingleUseKind = 'request-nonce' | 'sign-in-ticket' | 'enrolment-ticket'

/** How long a used ticket is remembered, in ms: longer than any ticket is good. */
export const spentTicketKeptMs: number = 60 * 60_000

/** Port: remembers what was used, for all processes that share the store. */
export type SingleUseStore = {
  /**
   * Spends a key by one conditional write: of any number of calls at the same time, one answers `first`. The store may
   * forget the key after `until`. It gets `now` so that it can clear away what has expired. One call with a `now` far
   * ahead is no reason to forget anything: the clock may go back, and a spent key would be fresh again.
   */
  readonly spend: (
    kind: SingleUseKind,
    key: string,
    now: Instant,
    until: Instant,
  ) => ResultAsync<'first' | 'spent-before', Unavailable>
  /**
   * Whether the key was spent and its time is not over. It writes nothing, so it also works where nothing can be
   * written.
   */
  readonly isSpent: (kind: SingleUseKind, key: string, now: Instant) => ResultAsync<boolean, Unavailable>
}
