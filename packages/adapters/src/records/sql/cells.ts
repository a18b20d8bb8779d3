/** A value of a result, as JSON can hold it. Nothing stands for NULL. */
export const toCell = (value: unknown): unknown => {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (value instanceof Date) return value.toISOString()
  // A text column of some databases comes as bytes. Bytes that are no text come as base64.
  if (value instanceof Uint8Array) return textIn(value) ?? Buffer.from(value).toString('base64')
  return value
}

const textIn = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** A time of a database in ISO 8601: `2023-05-11 08:15:30.123+00`. A time without a zone is in UTC. */
export const toIsoTime = (text: string): string => {
  const [, day, time, zone = 'Z'] = /^(\d{4}-\d\d-\d\d)[ T]([\d:.]+)([+-]\d\d(?::?\d\d)?)?$/u.exec(text) ?? []
  if (day === undefined || time === undefined) return text
  return `${day}T${time}${/^[+-]\d\d$/u.test(zone) ? `${zone}:00` : zone}`
}
