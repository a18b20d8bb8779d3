import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/system.ts'
import { isPlausible } from '../kernel/clock-skew.ts'
import type { UserId } from '../user/user-id.ts'

/**
 * How many networks of one user are kept: more than the places that any user signs in from, and few enough that a user
 * with ever new networks fills no disk.
 */
export const networksKept: number = 32

/** How long a network that a user has signed in from is known, in ms: 90 days, some holidays long. */
export const knownForMs: number = 90 * 24 * 60 * 60_000

/**
 * Whether a network that is remembered until this time is known now. A time that was set by a clock that ran ahead does
 * not count.
 */
export const isRemembered = (until: Instant, now: Instant): boolean =>
  until >= now && isPlausible(until, now, knownForMs)

/**
 * Until when a network is remembered that was remembered before: the longer of both times, unless the first was set by a
 * clock that ran ahead.
 */
export const rememberedUntil = (present: Instant | undefined, until: Instant, now: Instant): Instant =>
  present !== undefined && isPlausible(present, now, knownForMs) ? Math.max(present, until) : until

/**
 * Port: where users have signed in from before. A network is the text that an app makes of an address, of at most 512
 * characters, compared byte by byte. It is a hint that expires, so the user need not exist.
 */
export type KnownNetworks = {
  /**
   * Remembers a network up to and including `until`, or as `rememberedUntil` says if the network is there already. If
   * there are more than `networksKept`, those that expire first are forgotten. The store gets `now` so that it can clear
   * away what has expired, as soon as it trusts that clock.
   */
  readonly remember: (
    userId: UserId,
    network: string,
    now: Instant,
    until: Instant,
  ) => ResultAsync<void, Unavailable>
  /** Whether the network is known now, as `isRemembered` says. */
  readonly isKnown: (userId: UserId, network: string, now: Instant) => ResultAsync<boolean, Unavailable>
}
