import type { Instant } from './sources.ts'

/** How far two clocks that share a store may disagree, in ms. */
export const clockSkewMs: number = 60_000

/**
 * Whether a moment can have been set by a right clock that has not come further than `now`, where no moment is set
 * further ahead than `furthestMs`. One that cannot was set while a clock ran ahead, and counts for nothing: otherwise a
 * wait, or the life of a token, would last until that clock would have been right.
 */
export const isPlausible = (moment: Instant, now: Instant, furthestMs: number): boolean =>
  moment - now <= furthestMs + clockSkewMs

/** Whether what is good for so long, and up to but not including `until`, is good now: neither over, nor issued in the future. */
export const isInForce = (until: Instant, now: Instant, lifetimeMs: number): boolean =>
  now < until && isPlausible(until, now, lifetimeMs)
