import { isPlausible } from '../kernel/clock-skew.ts'
import type { Instant, RandomBytes } from '../kernel/sources.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** What the first wait is, and what it grows to. A mail server that greylists wants minutes; one that is down, hours. */
const firstWait = 30 * second
const longestWait = 4 * hour

/** How far ahead of now anything is put off, in ms, be it until the next attempt or while it is being sent. */
export const longestPostponedMs: number = longestWait

/** Whether what waits may be sent now. What is due later than ever was put off, or made, while a clock ran ahead. */
export const isDue = (dueAt: Instant, now: Instant): boolean =>
  dueAt <= now || !isPlausible(dueAt, now, longestPostponedMs)

/** After so many attempts nobody tries again: they take a day and a half, longer than a provider's usual outage. */
export const mostAttempts: number = 16

/**
 * When the next attempt is due after so many that failed, counted from 1; nothing where there were enough. Each wait is
 * twice the one before, and chance takes up to a half of it away, so that what failed together does not come together.
 */
export const nextAttemptAt = (
  attempts: number,
  failedAt: Instant,
  randomBytes: RandomBytes,
): Instant | undefined => {
  if (attempts >= mostAttempts) return undefined
  const wait = Math.min(longestWait, firstWait * 2 ** (attempts - 1))
  const chance = (randomBytes(1)[0] ?? 0) / 256
  return failedAt + Math.round(wait * (1 - chance / 2))
}
