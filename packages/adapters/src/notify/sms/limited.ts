import {
  checkNumbers,
  isPlausible,
  refuseConfiguration,
  unavailable,
  undeliverable,
  type Clock,
  type Instant,
  type Message,
  type NoticeSender,
  type Unavailable,
  type Undeliverable,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'

export type TextLimits = {
  /** The beginnings of numbers that messages are sent to, such as `+86`. The longest that fits a number decides. */
  readonly allowed: readonly string[]
  /** Beginnings within those that no message is sent to, such as `+1876`. */
  readonly refused?: readonly string[]
  /** Messages to one number in 24 hours; 10 if absent. */
  readonly perNumber?: number
  /** Messages to all numbers of one allowed beginning in 24 hours; 10,000 if absent. */
  readonly perCountry?: number
  readonly clock: Clock
}

/**
 * Numbers where a call or message pays the number's owner: the premium numbers of North America, the world-wide ones,
 * and satellites. An attacker who makes a service send texts to such numbers earns money with each.
 */
export const tollPrefixes: readonly string[] = ['+1900', '+979', '+870', '+881', '+882', '+883']

const dayMs = 24 * 60 * 60_000
/** Enough for a user who tries everything, and few enough that an attacker cannot wake anybody all night. */
const defaultPerNumber = 10
/** Enough for a company's users on one day. If it is abused, it costs hundreds and not thousands of dollars. */
const defaultPerCountry = 10_000

/**
 * Limits text messages to the countries that are served, and to a number a day. A message over a limit is
 * `Unavailable`, so that it waits until the day is over. Every attempt counts, because every attempt costs money. Each process has its own
 * counts and limits: they bound a bill and need not be exact. Throws a configuration error if a limit is less than 1.
 */
export const openLimitedSender = (sender: NoticeSender, limits: TextLimits): NoticeSender => {
  refuseConfiguration(checkNumbers(limits, { perNumber: { least: 1 }, perCountry: { least: 1 } }))
  const { perNumber = defaultPerNumber, perCountry = defaultPerCountry, clock } = limits
  const numbers = openWindow(perNumber)
  const countries = openWindow(perCountry)
  const reserve = ({ to }: Message): Result<void, Unavailable | Undeliverable> => {
    const country = countryOf(to, limits)
    if (country === undefined)
      return err(undeliverable('not-allowed', new Error('a number begins like none that is served')))
    const now = clock()
    const retryAfterMs = Math.max(numbers.waitFor(to, now), countries.waitFor(country, now))
    if (retryAfterMs > 0) {
      const cause = new Error(`the day's messages to a number or ${country} are used up`)
      return err({ ...unavailable('notice-sender', cause), retryAfterMs })
    }
    numbers.count(to, now)
    countries.count(country, now)
    return ok()
  }
  return { ...sender, send: (message) => reserve(message).asyncAndThen(() => sender.send(message)) }
}

const countryOf = (to: string, { allowed, refused = tollPrefixes }: TextLimits): string | undefined => {
  const longest = (prefixes: readonly string[]): string =>
    prefixes
      .filter((prefix) => to.startsWith(prefix))
      .reduce((one, other) => (other.length > one.length ? other : one), '')
  const [country, forbidden] = [longest(allowed), longest(refused)]
  return country.length > forbidden.length ? country : undefined
}

type Window = {
  /** How long it takes until there is room for another message, in ms. */
  readonly waitFor: (key: string, now: Instant) => number
  readonly count: (key: string, now: Instant) => void
}

/** Whether a day that began at this time is over, or began only by a clock that ran ahead. */
const isOver = (since: Instant, now: Instant): boolean => now - since >= dayMs || !isPlausible(since, now, 0)

/**
 * Counts by key in a day that begins with the first message. A key therefore takes two numbers, however much is sent.
 */
const openWindow = (limit: number): Window => {
  let days = new Map<string, { readonly since: Instant; readonly count: number }>()
  let sweptAt = -Infinity
  const current = (key: string, now: Instant): { readonly since: Instant; readonly count: number } => {
    const day = days.get(key)
    return day === undefined || isOver(day.since, now) ? { since: now, count: 0 } : day
  }
  return {
    waitFor: (key, now) => {
      const { since, count } = current(key, now)
      return count < limit ? 0 : since + dayMs - now
    },
    count: (key, now) => {
      // Once a day, so that numbers that are no longer used are not kept for ever.
      if (isOver(sweptAt, now)) {
        days = new Map([...days].filter(([, day]) => !isOver(day.since, now)))
        sweptAt = now
      }
      const { since, count } = current(key, now)
      days.set(key, { since, count: count + 1 })
    },
  }
}
