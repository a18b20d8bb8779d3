import { err, ok } from 'neverthrow'
import { momentOf } from './calendar.ts'
import type { Checked } from './collect.ts'
import { issue, type Path } from './issue.ts'
import type { Instant } from './system.ts'

/** A time as a caller gives it: in milliseconds since 1970, or as `momentOf` reads it. */
export type GivenTime = number | string

/** How far the clock of another system may run ahead of ours, in ms. */
export const foreignSkewMs: number = 5 * 60_000

/** Earlier than any user record. A time in seconds, taken for milliseconds, lies before it. */
const earliest = Date.UTC(1971)

/** Reads a time in the past. Refuses what is no time, and a time in the future or before 1971. */
export const parsePastTime = (given: GivenTime, now: Instant): Checked<Instant> => {
  const moment = typeof given === 'string' ? momentOf(given) : given
  if (moment === undefined || !Number.isSafeInteger(moment)) return err([issue('time.malformed')])
  return moment < earliest || moment > now + foreignSkewMs
    ? err([issue('time.implausible', [], { earliest: '1971-01-01' })])
    : ok(moment)
}

/**
 * Checks that something did not happen before its user was created, if both times are given. Another system may note them
 * by two clocks, or write the user after the event.
 */
export const checkNotBefore = (
  createdAt: Instant | undefined,
  later: Instant | undefined,
  path: Path,
): Checked<void> =>
  createdAt !== undefined && later !== undefined && later < createdAt - foreignSkewMs
    ? err([issue('user.time_before_creation', path)])
    : ok()
