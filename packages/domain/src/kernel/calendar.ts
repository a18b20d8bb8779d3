import type { Instant } from './sources.ts'

/**
 * Whether the calendar has the day, `YYYY-MM-DD`. `Date.parse` by itself does not tell: it takes the 30th of February
 * for a day in March.
 */
export const isDay = (text: string): boolean => {
  const moment = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text)
}

/**
 * The moment that a text in ISO 8601 names: a time with its zone, or a day, which begins in UTC. Nothing for any other
 * text, and for a day that the calendar lacks.
 */
export const momentOf = (text: string): Instant | undefined => {
  const moment = isoMoment.test(text) && isDay(text.slice(0, 'YYYY-MM-DD'.length)) ? Date.parse(text) : NaN
  return Number.isNaN(moment) ? undefined : moment
}

const isoMoment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/u
