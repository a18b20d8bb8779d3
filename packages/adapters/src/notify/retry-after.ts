import type { Instant } from '@keepsake/domain'

/**
 * How long the other side asks to be left alone, in ms: the value of its `Retry-After`, in seconds or as a date of HTTP
 * (RFC 9110, 10.2.3). Nothing if it has another form, or names a moment that is over.
 */
export const parseRetryAfter = (text: string | undefined, now: Instant): number | undefined => {
  if (text === undefined) return undefined
  const wait = /^\d+$/u.test(text) ? Number(text) * 1000 : (parseHttpDate(text, now) ?? now) - now
  return wait > 0 ? Math.min(wait, Number.MAX_SAFE_INTEGER) : undefined
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const month = `(?<month>${months.join('|')})`
const day = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun'
const longDay = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday'
const time = String.raw`(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d):(?<second>[0-5]\d|60)`

/** The three forms that a recipient must read (RFC 9110, 5.6.7). */
const forms: readonly RegExp[] = [
  String.raw`(?:${day}), (?<day>\d\d) ${month} (?<year>\d{4}) ${time} GMT`,
  String.raw`(?:${longDay}), (?<day>\d\d)-${month}-(?<year>\d\d) ${time} GMT`,
  String.raw`(?:${day}) ${month} (?<day>[\d ]\d) ${time} (?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`, 'u'))

const parseHttpDate = (text: string, now: Instant): Instant | undefined => {
  const parts = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined)
  if (parts === undefined) return undefined
  const { year = '', month: name = '', hour, minute, second } = parts
  const date = Number(parts['day'])
  const read = new Date(0)
  read.setUTCFullYear(yearOf(year, now), months.indexOf(name), date)
  // There is no 31 February.
  if (read.getUTCDate() !== date) return undefined
  return read.setUTCHours(Number(hour), Number(minute), Number(second))
}

/** A year of two digits that seems to be more than 50 years ahead is the latest one before with these digits. */
const yearOf = (text: string, now: Instant): number => {
  if (text.length > 2) return Number(text)
  const present = new Date(now).getUTCFullYear()
  const year = present - (present % 100) + Number(text)
  return year > present + 50 ? year - 100 : year
}
