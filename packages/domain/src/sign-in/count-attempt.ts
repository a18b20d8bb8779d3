import { isPlausible } from '../kernel/clock-skew.ts'
import type { Instant } from '../kernel/sources.ts'
import type { Reservation } from './attempt-store.ts'
import { never, openAt, type Backoff } from './backoff.ts'

/** The attempts in a row on a key, as a store keeps them. */
export type AttemptsInARow = {
  readonly made: number
  /** When the next one may be made. */
  readonly openAt: Instant
  /** When all of them are forgotten. */
  readonly forgetAt: Instant
}

/** An attempt that may be made, with the row that it leaves; or when it may be made. */
export type CountedAttempt =
  { readonly granted: true; readonly row: AttemptsInARow } | Extract<Reservation, { readonly granted: false }>

/** Decides an attempt by those before it. A store writes the row, provided that nobody else has written it meanwhile. */
export const countAttempt = (
  before: AttemptsInARow | undefined,
  backoff: Backoff,
  now: Instant,
): CountedAttempt => {
  if (before !== undefined && isClosed(before, backoff, now))
    return { granted: false, retryAt: before.openAt }
  const made = before === undefined || before.forgetAt <= now ? 1 : before.made + 1
  const row = { made, openAt: openAt(made, backoff, now), forgetAt: now + backoff.forgetAfterMs }
  return { granted: true, row }
}

/** A hard stop stays, whatever the clock said when it was put up. */
const isClosed = ({ openAt: opening }: AttemptsInARow, { longestWaitMs }: Backoff, now: Instant): boolean =>
  opening > now && (opening >= never || isPlausible(opening, now, longestWaitMs))
