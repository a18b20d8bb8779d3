import type { Instant } from './system.ts'

/**
 * Whether the day, `YYYY-MM-DD`, exists in the calendar. `Date.parse` by itself does not tell: it takes the 30th of
 * February for a day in March.
 */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u.test(text)) return false
  const day = Number(text.slice('YYYY-MM-'.length))
  // Every month has so many days.
  return day <= 28 || new Date(Date.parse(text)).getUTCDate() === day
}

/**
 * The time that a text in ISO 8601 names: a time with its zone, or a day, which begins in UTC. Nothing for any other
 * text, and for a day that does not exist in the calendar.
 */
export const momentOf = (text: string): Instant | undefined => {
  const moment = isoMoment.test(text) && isDay(text.slice(0, 'YYYY-MM-DD'.length)) ? Date.parse(text) : NaN
  return Number.isNaN(moment) ? undefined : moment
}

const isoMoment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/u
