import { isPlausible } from '../kernel/clock-skew.ts'
import type { Instant } from '../kernel/system.ts'
import type { Reservation } from './attempt-store.ts'
import { never, openAt, type Allowance, type Backoff } from './backoff.ts'

/** The attempts on a key, as a store keeps them. */
export type AttemptsInARow = {
  /** The number of attempts in a row; for an allowance, those that are drawn and not filled up again. */
  readonly made: number
  /** When the next attempt may be made. */
  readonly openAt: Instant
  /** When all attempts are forgotten. */
  readonly forgetAt: Instant
}

/** An attempt that may be made, with the row to store; or the time from which on it may be made. */
export type CountedAttempt =
  { readonly granted: true; readonly row: AttemptsInARow } | Extract<Reservation, { readonly granted: false }>

/**
 * Decides an attempt from those before it. A store writes the row, provided that nobody else has written it meanwhile.
 */
export const countAttempt = (
  before: AttemptsInARow | undefined,
  limit: Backoff | Allowance,
  now: Instant,
): CountedAttempt => ('most' in limit ? drawFrom(limit, before, now) : countInARow(limit, before, now))

const countInARow = (backoff: Backoff, before: AttemptsInARow | undefined, now: Instant): CountedAttempt => {
  if (before !== undefined && isClosed(before, backoff, now))
    return { granted: false, retryAt: before.openAt }
  const made = before === undefined || before.forgetAt <= now ? 1 : before.made + 1
  const row = { made, openAt: openAt(made, backoff, now), forgetAt: now + backoff.forgetAfterMs }
  return { granted: true, row }
}

/** A hard stop stays, whatever the clock said when it was set. */
const isClosed = ({ openAt: opening }: AttemptsInARow, { longestWaitMs }: Backoff, now: Instant): boolean =>
  opening > now && (opening >= never || isPlausible(opening, now, longestWaitMs))

const drawFrom = (allowance: Allowance, before: AttemptsInARow | undefined, now: Instant): CountedAttempt => {
  const row = filledAt(fullAt(before, allowance, now) + allowance.refillMs, allowance, now)
  const retryAt = opensAt(row.forgetAt, allowance)
  return retryAt > now ? { granted: false, retryAt } : { granted: true, row }
}

/** The row to store once this many attempts are given back; nothing if none is drawn any more. */
export const giveBack = (
  before: AttemptsInARow | undefined,
  attempts: number,
  allowance: Allowance,
  now: Instant,
): AttemptsInARow | undefined => {
  const full = fullAt(before, allowance, now) - attempts * allowance.refillMs
  return full <= now ? undefined : filledAt(full, allowance, now)
}

/** When everything that is drawn is filled up again. What was drawn by a clock that ran ahead does not count. */
const fullAt = (before: AttemptsInARow | undefined, { most, refillMs }: Allowance, now: Instant): Instant =>
  before !== undefined && before.forgetAt > now && isPlausible(before.forgetAt, now, most * refillMs)
    ? before.forgetAt
    : now

/** When an allowance that is full at a given time had room for the last attempt that is drawn from it. */
const opensAt = (full: Instant, { most, refillMs }: Allowance): Instant => full - most * refillMs

const filledAt = (full: Instant, allowance: Allowance, now: Instant): AttemptsInARow => ({
  made: Math.ceil((full - now) / allowance.refillMs),
  openAt: Math.max(0, opensAt(full + allowance.refillMs, allowance)),
  forgetAt: full,
})
