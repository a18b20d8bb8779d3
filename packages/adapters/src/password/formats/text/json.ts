import { parseJson } from '@keepsake/domain'

/** The content of a JSON object of unknown shape. */
export type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object in a JSON text. */
export const parseObject = (text: string): Fields | undefined => {
  if (!text.startsWith('{"') && !/^\{\s/u.test(text)) return undefined
  const value = parseJson(text).unwrapOr(undefined)
  return isObject(value) ? value : undefined
}

/** An object in a field, as itself or as JSON in a string. */
export const objectIn = (fields: Fields | undefined, name: string): Fields | undefined => {
  const value = fields?.[name]
  return typeof value === 'string' ? parseObject(value) : isObject(value) ? value : undefined
}

export const textIn = (fields: Fields | undefined, name: string): string | undefined => {
  const value = fields?.[name]
  return typeof value === 'string' ? value : undefined
}

/** A whole number above 0 in a field: as itself, as digits, or as the one element of a list of digits. */
export const countIn = (fields: Fields | undefined, name: string): number | undefined => {
  const value: unknown = fields?.[name]
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  const count = typeof one === 'string' && /^[1-9]\d{0,9}$/u.test(one) ? Number(one) : one
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : undefined
}

/** Whether the fields have no names other than these. */
export const hasOnly = (fields: Fields, names: readonly string[]): boolean =>
  Object.keys(fields).every((name) => names.includes(name))
