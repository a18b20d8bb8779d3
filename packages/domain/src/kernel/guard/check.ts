import type { Brand } from '../brand.ts'

/** Tells whether a value is of a type. For a record, only the fields that the type has are checked. */
export type Check<T> = (value: unknown) => value is T

/** Text of any brand. A brand cannot be checked here: only the parser that makes the text knows it. */
type AnyText = Brand<string, never>

export const text: Check<AnyText> = (value): value is AnyText => typeof value === 'string'

/** Text that is not empty. */
export const someText: Check<AnyText> = (value): value is AnyText => text(value) && value.length > 0

export const flag: Check<boolean> = (value): value is boolean => typeof value === 'boolean'

/** A finite number. */
export const figure: Check<number> = (value): value is number => Number.isFinite(value)

/** A whole number from 0 on. */
export const count: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0

/** A whole number from 1 on. */
export const positive: Check<number> = (value): value is number => count(value) && value > 0

/** The last time that a date can have (ECMA-262, section 21.4.1.1). */
const lastInstant = 8.64e15

/** Milliseconds since 1970. */
export const instant: Check<number> = (value): value is number =>
  figure(value) && Math.abs(value) <= lastInstant

export const anything: Check<unknown> = (_value): _value is unknown => true

/** The answer of a verb that answers nothing. */
export const nothing: Check<void> = (value): value is void => value === undefined

/** The error of a verb that fails with nothing but `Unavailable`. */
export const never: Check<never> = (_value): _value is never => false

/** One of the words of a closed union. All words must be named, or it does not compile. */
export const wordOf = <T extends string>(words: Readonly<Record<T, true>>): Check<T> => {
  const known = new Set<unknown>(Object.keys(words))
  return (value): value is T => known.has(value)
}

/** One of the values of a complete list. */
export const oneOf =
  <const T extends string | number>(...values: readonly T[]): Check<T> =>
  (value): value is T =>
    (values as readonly unknown[]).includes(value)

export const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value)

export const either =
  <T, U>(one: Check<T>, other: Check<U>): Check<T | U> =>
  (value): value is T | U =>
    one(value) || other(value)

export const listOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && all(value, check)

/** A list that is not empty. */
export const someOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length > 0 && all(value, check)

/** Checks the gaps of a list as well. */
const all = (values: Iterable<unknown>, check: Check<unknown>): boolean => {
  for (const value of values) if (!check(value)) return false
  return true
}

type Fields<T> = { readonly [K in keyof T]-?: Check<T[K]> }

/** A record, of which each field is checked. A new field of a type has no check until it gets one here. */
export const recordOf = <T extends object>(fields: Fields<T>): Check<T> => {
  const checks = Object.entries<Check<unknown>>(fields as Readonly<Record<string, Check<unknown>>>)
  return (value): value is T =>
    isObject(value) &&
    checks.every(([name, check]) => check((value as Readonly<Record<string, unknown>>)[name]))
}

/** A record whose names are not known beforehand. */
export const recordsOf =
  <T>(check: Check<T>): Check<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isObject(value) && !Array.isArray(value) && all(Object.values(value), check)

export const mapOf =
  <K, V>(key: Check<K>, value: Check<V>): Check<ReadonlyMap<K, V>> =>
  (map): map is ReadonlyMap<K, V> =>
    map instanceof Map && [...map].every(([one, other]) => key(one) && value(other))

export const setOf =
  <T>(check: Check<T>): Check<ReadonlySet<T>> =>
  (set): set is ReadonlySet<T> =>
    set instanceof Set && all(set, check)

export const bytesOf = (value: unknown, length: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length === length

/** Whether fields can be read from the value. */
export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
