import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from './kernel/failure.ts'
import type { Instant } from './kernel/sources.ts'

/** What is used once. Kinds never meet: a key spent as one is fresh as another. */
export type SingleUseKind = 'request-nonce' | 'sign-in-ticket'

/** Port: remembers what was used, for everybody who shares the store. */
export type SingleUseStore = {
  /**
   * Spends a key by one conditional write: of any number of calls at one moment, one answers `first`. The store may
   * forget the key after `until`, and is told `now` so that it can clear away what has expired. One call that is told a
   * moment far ahead is no reason to forget anything: the clock may go back, and what was spent would be fresh again.
   */
  readonly spend: (
    kind: SingleUseKind,
    key: string,
    now: Instant,
    until: Instant,
  ) => ResultAsync<'first' | 'spent-before', Unavailable>
  /** Whether the key was spent and its time is not over. It writes nothing, and so works where nothing can be written. */
  readonly isSpent: (kind: SingleUseKind, key: string, now: Instant) => ResultAsync<boolean, Unavailable>
}
