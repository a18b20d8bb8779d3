import type { Instant } from '../kernel/system.ts'

/**
 * How attempts in a row are slowed down. All values are whole numbers; those in ms are at most `never`. An attempt with
 * a right answer ends the row.
 */
export type Backoff = {
  /** How many attempts may follow each other without a wait; at least 1. */
  readonly free: number
  /** How long the next attempt waits after those; each further attempt doubles the wait. */
  readonly firstWaitMs: number
  /** The longest wait. */
  readonly longestWaitMs: number
  /** This long after the last attempt, all attempts are forgotten. */
  readonly forgetAfterMs: number
}

/**
 * How many attempts are allowed over time, whatever their result. Each attempt draws from the allowance, and the
 * allowance fills up again over time. An attempt with a right answer is given back.
 */
export type Allowance = {
  /** How many attempts may follow each other without a wait if there were none lately; at least 1. */
  readonly most: number
  /** How long it takes, in ms, until one more attempt is available. */
  readonly refillMs: number
}

/**
 * A wait that does not end: 2^52 ms, some 142,000 years. It is not `Infinity`, because it is added to times that are
 * stored in 64-bit integer columns. Until the year 144,000 the sum stays below 2^53, which a JavaScript number holds
 * exactly.
 */
export const never: number = 2 ** 52

/** More doublings than it takes to get from 1 ms to any wait. Without a limit, they would reach `Infinity`. */
const mostDoublings = 53

/**
 * How long the next attempt has to wait after the last of this many attempts in a row, counted from 1, in ms. It is
 * never longer than it takes for all of them to be forgotten.
 */
export const waitAfter = (attempts: number, backoff: Backoff): number => {
  const { free, firstWaitMs, longestWaitMs, forgetAfterMs } = backoff
  if (attempts < free) return 0
  const doublings = Math.min(attempts - free, mostDoublings)
  return Math.min(longestWaitMs, forgetAfterMs, firstWaitMs * 2 ** doublings)
}

/**
 * From when on the next attempt may be made, if the last of this many in a row was made at this time. If it may be made
 * at once, the answer is 1970: no caller is refused a free attempt because its clock is a little behind another's.
 */
export const openAt = (attempts: number, backoff: Backoff, last: Instant): Instant =>
  attempts < backoff.free ? 0 : last + waitAfter(attempts, backoff)

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/**
 * Passwords, by account and network. A user who mistypes does not notice the limit. An attacker gets some 35 tries on
 * the first day and 24 on any other. NIST SP 800-63B-4, section 3.2.2, names "30 seconds up to an hour". A row is
 * forgotten after a day, so that the owner who is back tomorrow starts afresh.
 */
export const passwordBackoff: Backoff = {
  free: 5,
  firstWaitMs: 30 * second,
  longestWaitMs: hour,
  forgetAfterMs: day,
}

/**
 * Passwords, by account, from all networks together that the account has not signed in from before: the limit for an
 * attacker with a thousand addresses. 100 is the most failures in a row that NIST SP 800-63B-4, section 3.2.2, allows.
 * After them one try a minute is left, some 1,500 a day. It is not zero, because an attacker could use a lock against a
 * victim.
 */
export const strangerBackoff: Backoff = {
  free: 100,
  firstWaitMs: 30 * second,
  longestWaitMs: minute,
  forgetAfterMs: day,
}

/**
 * Codes of an authenticator, by account: ten wrong ones in a row, and no more until somebody lifts the stop. Only a
 * caller who has the password gets to try one, so a stranger cannot put this lock on a victim. Six digits do not
 * withstand a patient attacker: of a million codes three are good at any moment, so even one try a minute would find
 * one within a year, more likely than not. Ten is far below the 100 of NIST SP 800-63B-4, section 3.2.2.
 */
export const codeHardStop: Backoff = {
  free: 10,
  firstWaitMs: never,
  longestWaitMs: never,
  forgetAfterMs: never,
}

/**
 * Wrong passwords, by network, at all accounts together: the limit for an attacker who tries a few passwords at each of
 * many accounts. Sixty, and then one a minute. A user who signs in in the end gives back the earlier tries from that
 * network. So a school behind one address uses up the allowance only through users who give up.
 */
export const networkAllowance: Allowance = { most: 60, refillMs: minute }

/**
 * Passwords that are checked although it is not their turn, because the same password came again, by account. An
 * attacker who tries another password each time gets none of these. An attacker who tries each guess twice gets a
 * hundred, and then one in five minutes, some 300 a day.
 */
export const repeatAllowance: Allowance = { most: 100, refillMs: 5 * minute }

/** The same by network, at all accounts together, once the network has used up its own allowance. */
export const networkRepeatAllowance: Allowance = { most: 10, refillMs: 5 * minute }

/**
 * Requests to reset a password, by account. Each one sends a message to the owner, and a stranger must not be able to
 * flood the owner. Three, because messages get lost, and then one an hour, as often as a token runs out: a stranger who
 * asks all the time must not leave the owner without a token.
 */
export const resetRequestBackoff: Backoff = {
  free: 3,
  firstWaitMs: 15 * minute,
  longestWaitMs: hour,
  forgetAfterMs: day,
}
