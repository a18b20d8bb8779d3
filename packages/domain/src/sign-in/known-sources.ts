import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { UserId } from '../user/user-id.ts'

/** How many sources of one user are kept: more than anybody's places, few enough that a user who roams fills no disk. */
export const sourcesKept: number = 32

/**
 * Port: where users have signed in from before. A source is the text that an app makes of an address, of at most 512
 * characters, compared byte by byte. It is a hint that wears off, so that the user of it need not exist.
 */
export type KnownSources = {
  /**
   * Remembers a source up to and including `until`, or for longer where it is already. Of more than `sourcesKept`, those
   * that expire first are forgotten. The store is told `now` so that it can clear away what has expired.
   */
  readonly remember: (
    userId: UserId,
    source: string,
    now: Instant,
    until: Instant,
  ) => ResultAsync<void, Unavailable>
  /** Whether the source is remembered at this moment. */
  readonly isKnown: (userId: UserId, source: string, now: Instant) => ResultAsync<boolean, Unavailable>
}
