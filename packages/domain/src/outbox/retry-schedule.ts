import { isPlausible } from '../kernel/clock-skew.ts'
import type { Instant, RandomBytes } from '../kernel/system.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/**
 * The first wait, and the longest wait. A mail server that greylists needs minutes; a server that is down needs hours.
 */
const firstWait = 30 * second
const longestWait = 4 * hour

/**
 * The furthest time ahead of now to which an item is put off, in ms: until the next attempt, or while it is being sent.
 */
export const longestPostponedMs: number = longestWait

/**
 * Whether a waiting item may be sent now. A due time further ahead than any wait was set while a clock ran ahead, so
 * such an item is due.
 */
export const isDue = (dueAt: Instant, now: Instant): boolean =>
  dueAt <= now || !isPlausible(dueAt, now, longestPostponedMs)

/** After this many attempts the item is dead. They take a day and a half, longer than a provider's usual outage. */
export const mostAttempts: number = 16

/**
 * When the next attempt is due after this many failed ones, counted from 1; nothing if there were enough. Each wait is
 * twice the one before. Chance shortens it by up to a half, so that items that failed together are not tried again
 * together. It is not shorter than the other side asks for, up to `longestPostponedMs`.
 * @param askedMs how long the other side asks to be left alone, in ms
 */
export const nextAttemptAt = (
  attempts: number,
  failedAt: Instant,
  randomBytes: RandomBytes,
  askedMs = 0,
): Instant | undefined => {
  if (attempts >= mostAttempts) return undefined
  const wait = Math.min(longestWait, firstWait * 2 ** (attempts - 1))
  const chance = (randomBytes(1)[0] ?? 0) / 256
  const ownWait = Math.round(wait * (1 - chance / 2))
  // A sender of another service may give any number, even none at all.
  const asked = askedMs > 0 ? Math.ceil(Math.min(longestPostponedMs, askedMs)) : 0
  return failedAt + Math.max(ownWait, asked)
}
