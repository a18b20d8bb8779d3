import { err, ok } from 'neverthrow'
import { collect, collectList, type Checked } from '../collect.ts'
import { issue } from '../issue.ts'
import { parseText, utf8Length } from '../text.ts'

/** A value that JSON can have. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** The most bytes of a JSON value, as JSON text in UTF-8. */
export const maxJsonBytes: number = 16 * 1024

/** The most levels of lists and objects inside one another. */
export const maxJsonDepth = 8

/**
 * Checks that a value is one that JSON can have without loss: its numbers are exact and its texts well-formed. It answers
 * a copy. Bounds how large and how deep it is. An issue has the path of the value inside.
 */
export const parseJsonValue = (value: unknown): Checked<JsonValue> =>
  parseAt(value, 0).andThen((parsed) =>
    utf8Length(JSON.stringify(parsed)) > maxJsonBytes
      ? err([issue('json.too_large', [], { max: maxJsonBytes })])
      : ok(parsed),
  )

const parseAt = (value: unknown, depth: number): Checked<JsonValue> => {
  if (typeof value === 'string') return parseText(value, maxJsonBytes)
  if (value === null || typeof value === 'boolean') return ok(value)
  if (typeof value === 'number') return isExactNumber(value) ? ok(value + 0) : notJson
  if (typeof value !== 'object') return notJson
  if (depth === maxJsonDepth) return err([issue('json.too_deep', [], { max: maxJsonDepth })])
  if (Array.isArray(value))
    return value.length > maxJsonBytes
      ? err([issue('json.too_large', [], { max: maxJsonBytes })])
      : collectList(value as readonly unknown[], (element) => parseAt(element, depth + 1))
  return parseRecord(value, depth)
}

const parseRecord = (record: object, depth: number): Checked<JsonValue> => {
  const prototype: unknown = Object.getPrototypeOf(record)
  if (prototype !== null && prototype !== Object.prototype) return notJson
  const entries = Object.entries(record).filter(([, value]) => value !== undefined)
  const keys = entries.map(([key]) => parseText(key, maxJsonBytes))
  const wrong = keys.find((key) => key.isErr())
  if (wrong?.isErr() === true) return err(wrong.error)
  return collect(Object.fromEntries(entries.map(([key, value]) => [key, parseAt(value, depth + 1)])))
}

const notJson = err([issue('json.value_not_exact')])

/**
 * Whether every digit of a number is kept. A whole number beyond 2^53 may not be the one that was sent: reading JSON text
 * gives the nearest number that exists.
 */
export const isExactNumber = (value: unknown): value is number =>
  typeof value === 'number' &&
  Number.isFinite(value) &&
  (!Number.isInteger(value) || Number.isSafeInteger(value))
