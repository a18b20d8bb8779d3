import {
  isPlausible,
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
  /** Beginnings of numbers that are sent to, such as `+86`. The longest that fits a number decides. */
  readonly allowed: readonly string[]
  /** Beginnings that are not, within those, such as `+1876`. */
  readonly refused?: readonly string[]
  /** Messages to one number in 24 hours; 10 where absent. */
  readonly perNumber?: number
  /** Messages to all numbers of one allowed beginning in 24 hours; 10,000 where absent. */
  readonly perCountry?: number
  readonly clock: Clock
}

/**
 * Where a call or message pays somebody: the premium numbers of North America, the world-wide ones, and satellites. Whoever
 * has a service send texts to numbers of their own earns by each.
 */
export const tollPrefixes: readonly string[] = ['+1900', '+979', '+870', '+881', '+882', '+883']

const dayMs = 24 * 60 * 60_000
/** A user who tries everything gets by with it, and nobody is woken all night. */
const defaultPerNumber = 10
/** A company's users on one day; abused, it costs hundreds and not thousands of dollars. */
const defaultPerCountry = 10_000

/**
 * Keeps text messages to the countries that are served, and to so many a day. What is over a limit is `Unavailable`, so that
 * it waits. Every attempt counts, for every one costs. Counts are this process's own: they bound a bill, and need not be
 * exact; of several processes each has its limits for itself.
 */
export const openLimitedSender = (sender: NoticeSender, limits: TextLimits): NoticeSender => {
  const { perNumber = defaultPerNumber, perCountry = defaultPerCountry, clock } = limits
  const numbers = openWindow(perNumber)
  const countries = openWindow(perCountry)
  const reserve = ({ to }: Message): Result<void, Unavailable | Undeliverable> => {
    const country = countryOf(to, limits)
    if (country === undefined)
      return err(undeliverable('not-allowed', new Error('a number begins like none that is served')))
    const now = clock()
    if (!numbers.hasRoom(to, now) || !countries.hasRoom(country, now))
      return err(
        unavailable('notice-sender', new Error(`the day's messages to a number or ${country} are used up`)),
      )
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
  readonly hasRoom: (key: string, now: Instant) => boolean
  readonly count: (key: string, now: Instant) => void
}

/** Whether a day that began then is over, or never was: a clock that ran ahead began it. */
const isOver = (since: Instant, now: Instant): boolean => now - since >= dayMs || !isPlausible(since, now, 0)

/** Counts by key in a day that begins with the first, so that a key is two numbers, however much is sent. */
const openWindow = (limit: number): Window => {
  let days = new Map<string, { readonly since: Instant; readonly count: number }>()
  let sweptAt = -Infinity
  const current = (key: string, now: Instant): { readonly since: Instant; readonly count: number } => {
    const day = days.get(key)
    return day === undefined || isOver(day.since, now) ? { since: now, count: 0 } : day
  }
  return {
    hasRoom: (key, now) => current(key, now).count < limit,
    count: (key, now) => {
      // Once a day, so that numbers that nobody sends to any more do not stay for ever.
      if (isOver(sweptAt, now)) {
        days = new Map([...days].filter(([, day]) => !isOver(day.since, now)))
        sweptAt = now
      }
      const { since, count } = current(key, now)
      days.set(key, { since, count: count + 1 })
    },
  }
}
