/** What a form of a date finds in a text. */
export type FoundDate = {
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** `HH:mm:ss.SSS`; zeros if the form has no time. */
  readonly time: string
  /** `Z` or an offset, if the form has one. */
  readonly zone: string | undefined
}

/** Reads a text in a form. Nothing if it has another one, or there is no such day. */
export type DateForm = (text: string) => FoundDate | undefined

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const tokens: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MMM: '(?<name>[A-Za-z]{3})[a-z]*',
  MM: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{1,9})',
  Z: '(?<zone>Z|[+-]\\d\\d:?\\d\\d)',
}

/** Reads a form such as `DD.MM.YYYY` or `YYYY-MM-DD HH:mm:ss`. Nothing if it does not name a year, a month and a day once. */
export const readForm = (form: string): DateForm | undefined => {
  if (form.length > 64) return undefined
  const names: readonly string[] = form.match(/YYYY|MMM|MM|DD|HH|mm|SSS|ss|Z/gu) ?? []
  const has = (name: string): boolean => names.includes(name)
  if (new Set(names).size !== names.length || !has('YYYY') || !has('DD') || has('MM') === has('MMM'))
    return undefined
  const source = form.replaceAll(
    /(?<token>YYYY|MMM|MM|DD|HH|mm|SSS|ss|Z)|(?<other>.)/gsu,
    (_, token: string | undefined, other: string | undefined) =>
      token === undefined ? escaped(other ?? '') : (tokens[token] ?? ''),
  )
  const pattern = new RegExp(`^${source}$`, 'u')
  return (text) => {
    const groups = pattern.exec(text.trim())?.groups
    return groups === undefined ? undefined : toFound(groups)
  }
}

const escaped = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&')

const toFound = (groups: Readonly<Record<string, string | undefined>>): FoundDate | undefined => {
  const { year = '', day = '', hour = '0', minute = '00', second = '00', fraction = '0', zone } = groups
  const month = groups['month'] ?? String(months.indexOf(groups['name']?.toLowerCase() ?? '') + 1)
  const two = (text: string): string => text.padStart(2, '0')
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return {
    day: `${year}-${two(month)}-${two(day)}`,
    time: `${two(hour)}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`,
    zone: zone?.replace(/^([+-]\d\d):?(\d\d)$/u, '$1:$2'),
  }
}
