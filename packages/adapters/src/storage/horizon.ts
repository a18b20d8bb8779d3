import { clockSkewMs, type Instant } from '@keepsake/domain'

/** The time up to which a store may clear away what has expired, for the given current time. */
export type Horizon = (now: Instant) => Instant

/** In ms: longer than the life of anything that is used once. */
const steadyForMs = 60 * 60_000

/**
 * Follows a clock, but not when it jumps ahead. What was cleared away because of a jump, a nonce above all, would be
 * missed once the clock goes back. For an hour after a jump, only what would have been cleared away without it is
 * cleared away. `elapsed` counts milliseconds and never jumps.
 */
export const openHorizon = (elapsed: () => number = () => performance.now()): Horizon => {
  /** The difference between the clock and `elapsed` that is trusted. */
  let trusted: number | undefined
  let jumped: { readonly offset: number; readonly at: number } | undefined
  const trust = (now: Instant, offset: number): Instant => {
    trusted = offset
    jumped = undefined
    return now
  }
  return (now) => {
    const at = elapsed()
    const offset = now - at
    if (trusted === undefined || offset <= trusted + clockSkewMs) return trust(now, offset)
    if (jumped === undefined || Math.abs(offset - jumped.offset) > clockSkewMs) jumped = { offset, at }
    return at - jumped.at >= steadyForMs ? trust(now, offset) : Math.floor(trusted + at)
  }
}
