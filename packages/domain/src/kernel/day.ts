import { err, ok, type Result } from 'neverthrow'
import type { Brand } from './brand.ts'
import { isDay } from './calendar.ts'
import { within } from './bounded.ts'
import type { Instant } from './system.ts'

/** A time zone that the runtime knows: `Asia/Shanghai`, `+08:00`. */
export type DateZone = Brand<string, 'DateZone'>

/** The longest name of a zone has some 30 characters. */
const maxZone = 64

/**
 * An abbreviation means something else in every country: the runtime takes CST for Chicago's time, a caller in Shanghai
 * for China's. Only GMT has one meaning.
 */
const abbreviation = /^(?!gmt$)[a-z]{1,3}t$/iu

/** Reads the name of a time zone; nothing if the runtime knows no zone of that name, and for an abbreviation. */
export const parseDateZone = (text: string): DateZone | undefined => {
  const zone = within(text, maxZone) as DateZone | undefined
  return zone !== undefined && !abbreviation.test(zone) && clockOf(zone) !== undefined ? zone : undefined
}

/** A calendar day, `YYYY-MM-DD`. `timeDropped`: the text also had a time of day other than midnight. */
export type ReadDay = { readonly day: string; readonly timeDropped: boolean }

/** `time`: the text names a time, which falls on different days in different zones, and no zone is given. */
export type UnreadDay = 'malformed' | 'time'

/**
 * Reads a calendar day; there is no other reader of days. The text is a day alone, or a day in ISO 8601 with a time
 * after it, as JSON writes a date. Midnight in UTC, or without a zone, counts as no time at all. A text with any other
 * time is the day of that time in the given time zone, if one is given.
 */
export const readDay = (text: string, zone?: DateZone): Result<ReadDay, UnreadDay> => {
  const [, day = '', time, offset] = dayAndTime.exec(within(text, maxText) ?? '') ?? []
  if (!isDay(day)) return err('malformed')
  if (time === undefined) return ok({ day, timeDropped: false })
  if (Number.isNaN(Date.parse(text))) return err('malformed')
  const isMidnight = /^00:00(?::00(?:\.0+)?)?$/u.test(time)
  if (zone === undefined) return isMidnight && isUtc(offset) ? ok({ day, timeDropped: false }) : err('time')
  if (offset === undefined) return ok({ day, timeDropped: !isMidnight })
  const moment = Date.parse(text)
  const meant = dayIn(zone, moment)
  // If clocks go forward at midnight, the day begins after 00:00.
  const begins = dayIn(zone, moment - 1) !== meant && !/\.\d{3}\d*[1-9]/u.test(time)
  return ok({ day: meant, timeDropped: !begins })
}

const maxText = 40
/** 24:00 of a day is either the end of that day or the beginning of the next one, so it is not read as a time. */
const dayAndTime =
  /^(\d{4}-\d{2}-\d{2})(?:T((?!24)\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/u

const isUtc = (offset: string | undefined): boolean =>
  offset === undefined || offset === 'Z' || /^[+-]00:00$/u.test(offset)

const dayIn = (zone: DateZone, moment: Instant): string => {
  const parts = new Map(
    clockOf(zone)
      ?.formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** One for each zone: to make one takes longer than to read a thousand days with it. */
const clocks = new Map<DateZone, Intl.DateTimeFormat>()

const clockOf = (zone: DateZone): Intl.DateTimeFormat | undefined => {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  try {
    const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts })
    clocks.set(zone, clock)
    return clock
  } catch {
    return undefined
  }
}

const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
