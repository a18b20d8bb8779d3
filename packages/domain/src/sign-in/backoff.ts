import type { Instant } from '../kernel/sources.ts'

/**
 * How attempts in a row are slowed down. All are whole numbers; those in ms are at most `never`. One that has a right
 * answer ends the row.
 */
export type Backoff = {
  /** How many go in immediate succession; at least 1. */
  readonly free: number
  /** How long the next one waits after those; each further attempt doubles it. */
  readonly firstWaitMs: number
  /** What the wait grows to. */
  readonly longestWaitMs: number
  /** So long after the last attempt all of them are forgotten. */
  readonly forgetAfterMs: number
}

/**
 * How many attempts go in a while, whatever comes of them: a store that each one draws from, and that fills again by and by.
 * One that has a right answer is given back.
 */
export type Allowance = {
  /** How many go in immediate succession where none went lately; at least 1. */
  readonly most: number
  /** So long after, in ms, there is one more. */
  readonly refillMs: number
}

/**
 * A wait that does not end: 2^52 ms, some 142,000 years. It is no `Infinity`, because it is added to moments that rest
 * in 64-bit integer columns: until the year 144,000 the sum stays below 2^53, which a JavaScript number holds exactly.
 */
export const never: number = 2 ** 52

/** More doublings than it takes to get from 1 ms to any wait there is. Without a bound, they would run to `Infinity`. */
const mostDoublings = 53

/**
 * How long after the last of so many attempts in a row, counted from 1, the next one has to wait, in ms. It never is
 * longer than it takes for all of them to be forgotten.
 */
export const waitAfter = (attempts: number, backoff: Backoff): number => {
  const { free, firstWaitMs, longestWaitMs, forgetAfterMs } = backoff
  if (attempts < free) return 0
  const doublings = Math.min(attempts - free, mostDoublings)
  return Math.min(longestWaitMs, forgetAfterMs, firstWaitMs * 2 ** doublings)
}

/**
 * From when on the next attempt may be made, if the last of so many in a row was made at this moment. Where it may be
 * made at once, that is 1970: no caller is refused a free attempt because its clock is a little behind another's.
 */
export const openAt = (attempts: number, backoff: Backoff, last: Instant): Instant =>
  attempts < backoff.free ? 0 : last + waitAfter(attempts, backoff)

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/**
 * Passwords, by account and source. Whoever mistypes does not notice it, and whoever guesses gets some 35 tries on the
 * first day and 24 on any other. "30 seconds up to an hour" is what NIST SP 800-63B-4, section 3.2.2, names. A row is
 * forgotten after a day, so that the owner who is back tomorrow starts afresh.
 */
export const passwordBackoff: Backoff = {
  free: 5,
  firstWaitMs: 30 * second,
  longestWaitMs: hour,
  forgetAfterMs: day,
}

/**
 * Passwords, by account, from all sources together that it has not signed in from before: one who guesses from a
 * thousand addresses. 100 is the most failures in a row that NIST SP 800-63B-4, section 3.2.2, lets pass. After them one
 * try a minute is left, some 1,500 a day, and not none: a lock is something that an attacker can put on a victim.
 */
export const strangerBackoff: Backoff = {
  free: 100,
  firstWaitMs: 30 * second,
  longestWaitMs: minute,
  forgetAfterMs: day,
}

/**
 * Codes of an authenticator, by account: ten wrong ones in a row, and no more until somebody lifts the stop. Only who
 * has the password gets to try one, so a stranger cannot put this lock on a victim; and six digits fall to patience: of
 * a million codes three are good at any moment, so that even one try a minute would find one within a year, more likely
 * than not. Far below the 100 of NIST SP 800-63B-4, section 3.2.2.
 */
export const otpHardStop: Backoff = {
  free: 10,
  firstWaitMs: never,
  longestWaitMs: never,
  forgetAfterMs: never,
}

/**
 * Wrong passwords, by network, at all accounts together: one who tries a few passwords at each of many. Sixty, and then one
 * a minute. Whoever is right in the end gives back what they tried from there before, so that a school behind one address
 * draws only for who gives up.
 */
export const networkAllowance: Allowance = { most: 60, refillMs: minute }

/**
 * Passwords that are looked at out of turn because they came again, by account. Who guesses tries another one each time,
 * and gets none of these. Who tries each guess twice gets a hundred, and then one in five minutes, some 300 a day.
 */
export const repeatAllowance: Allowance = { most: 100, refillMs: 5 * minute }

/** The same by network, at all accounts together, where the network has drawn its own allowance. */
export const networkRepeatAllowance: Allowance = { most: 10, refillMs: 5 * minute }

/**
 * Requests to reset a password, by account: each one sends a message to its owner, whom a stranger must not be able to
 * flood. Three, for those that get lost, and then one an hour, as often as a token runs out: a stranger who asks all the
 * time must not leave the owner without one.
 */
export const resetRequestBackoff: Backoff = {
  free: 3,
  firstWaitMs: 15 * minute,
  longestWaitMs: hour,
  forgetAfterMs: day,
}
