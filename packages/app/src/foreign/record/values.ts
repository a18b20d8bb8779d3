import type { Instant } from '@keepsake/domain'
import { momentOf } from '@keepsake/domain/rules'

/** Whether a value says nothing: several systems write an empty text, list or object where they have no value. */
export const isAbsent = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && (Array.isArray(value) ? value.length === 0 : isEmpty(value)))

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

const flags = new Map<unknown, boolean>([
  ...['true', 't', 'yes', 'y', '1', '是'].map((text): [string, boolean] => [text, true]),
  ...['false', 'f', 'no', 'n', '0', '否'].map((text): [string, boolean] => [text, false]),
])

/** Reads a yes or no, as JSON, databases and spreadsheets write it. */
export const flagOf = (value: unknown): boolean | undefined => {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return flags.get(String(value))
  return typeof value === 'string' ? flags.get(value.trim().toLowerCase()) : undefined
}

/** Reads a whole number that is not negative. */
export const countOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,15}$/u.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/** Reads an id: a text, or a whole number, as databases have it. */
export const idOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}

/** A point in time. `none`: a value that systems write where there is no time. */
export type ReadTime = Instant | 'none' | undefined

/**
 * Reads a point in time: ISO 8601, the forms of databases and LDAP, the objects of MongoDB, or a number of milliseconds or
 * seconds since 1970. A time without a zone is in UTC.
 */
export const timeOf = (value: unknown): ReadTime => {
  if (typeof value === 'number') return timeOfNumber(value)
  if (typeof value === 'string') return timeOfText(value.trim())
  const date = typeof value === 'object' && value !== null ? fieldOf(value, '$date') : undefined
  return date === undefined ? undefined : timeOf(fieldOf(date, '$numberLong') ?? date)
}

/** The value of an object that has this field alone. */
const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === name
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

/** A number below this is in seconds: as milliseconds it would be before March 1973, when none of these systems ran. */
const leastMs = 100_000_000_000
/** The year 9999. */
const mostMs = 253_402_300_799_999

const timeOfNumber = (number: number): ReadTime => {
  if (number === 0) return 'none'
  if (!Number.isFinite(number) || number < 0) return undefined
  const ms = Math.round(number < leastMs ? number * 1000 : number)
  return ms > mostMs ? undefined : ms
}

/** What Go, MySQL and .NET write if there is no time. */
const zeroTime = /^0000-00-00|^0001-01-01T00:00:00/u

/** `Thu, 11 May 2023 08:15:30 GMT`, as the SDKs of Firebase write it. */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/u

const timeOfText = (text: string): ReadTime => {
  if (zeroTime.test(text)) return 'none'
  if (/^\d{9,13}(?:\.\d{1,9})?$/u.test(text)) return timeOfNumber(Number(text))
  const parsed = httpDate.test(text) ? Date.parse(text) : NaN
  if (!Number.isNaN(parsed)) return parsed
  return momentOf(text) ?? momentOf(toIso(text))
}

/** `2023-05-11 08:15:30.123456+00` of PostgreSQL, the same without a zone, and `20230511081530Z` of LDAP. */
const toIso = (text: string): string => {
  const ldap = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d{4})$/u.exec(text)
  if (ldap !== null) {
    const [, year, month, day, hour, minute, second, fraction = '0', zone = 'Z'] = ldap
    return `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}${withColon(zone)}`
  }
  const [, day = '', time = '', zone = ''] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/u.exec(text) ??
    []
  return `${day}T${time}${withColon(zone)}`
}

const withColon = (zone: string): string => {
  if (zone === '' || zone === 'UTC') return 'Z'
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/u.exec(zone) ?? []
  return hours === undefined ? zone : `${hours}:${minutes}`
}
