/**
 * Whether the calendar has the day, `YYYY-MM-DD`. `Date.parse` by itself does not tell: it takes the 30th of February
 * for a day in March.
 */
export const isDay = (text: string): boolean => {
  const moment = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text)
}
