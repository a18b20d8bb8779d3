import { hasOnly, parseObject, type Fields } from './json.ts'

/** A hash with the values beside it, as one text: JSON with the hash as `hash`, unless it is JSON already. */
export const writeFields = (encoded: string, beside: Fields): string =>
  JSON.stringify({ ...beside, ...(parseObject(encoded) ?? { hash: encoded }) })

/** Reads such a text, if it has no names other than these. */
export const readFields = (encoded: string, names: readonly string[]): Fields | undefined => {
  const fields = parseObject(encoded)
  return fields !== undefined && hasOnly(fields, names) ? fields : undefined
}
