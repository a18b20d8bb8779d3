import type { Instant } from './system.ts'

/** How far two clocks that share a store may disagree, in ms. */
export const clockSkewMs: number = 60_000

/**
 * Whether a right clock that has not come further than `now` can have set this time, if no time is set further ahead
 * than `furthestMs`. A time that fails this was set while a clock ran ahead, and counts for nothing. Otherwise a wait,
 * or the life of a token, would last until that clock would have been right.
 */
export const isPlausible = (moment: Instant, now: Instant, furthestMs: number): boolean =>
  moment - now <= furthestMs + clockSkewMs

/**
 * Whether something that is good for this lifetime, up to but not including `until`, is good now: neither over, nor
 * issued in the future.
 */
export const isInForce = (until: Instant, now: Instant, lifetimeMs: number): boolean =>
  now < until && isPlausible(until, now, lifetimeMs)
