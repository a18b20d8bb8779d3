import { clockSkewMs, type Instant } from '@keepsake/domain'

/** Up to which moment a store may clear away what has expired, if it is told that it is now. */
export type Horizon = (now: Instant) => Instant

/** In ms: longer than anything that is used once can be used. */
const steadyForMs = 60 * 60_000

/**
 * Follows a clock, but not where it jumps ahead: what was cleared away by it would be missed once it goes back, a nonce
 * above all. For an hour after a jump, nothing is cleared away that would not have been without it. `elapsed` counts
 * milliseconds and never jumps.
 */
export const openHorizon = (elapsed: () => number = () => performance.now()): Horizon => {
  /** What the clock shows beyond `elapsed`, as it is believed. */
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
