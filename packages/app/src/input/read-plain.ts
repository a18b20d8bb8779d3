import { issue, type Checked, type Issue, type Path } from '@keepsake/domain'
import { err, ok } from 'neverthrow'

/** The contracts nest five levels; what is deeper is an attack on whoever walks it. */
const maxDepth = 16

/** Far above the longest list that a verb takes. */
const mostElements = 100_000

/** Far above what one command holds, beside its rows. Objects that are shared many times over count each time. */
const mostValues = 1_000_000

/** What stands in a copy for a value that is no plain data. No shape takes it. */
const unusable = Symbol('no plain data')

type Reading = { left: number; fault: Issue | undefined; readonly unread: string | undefined }

/**
 * Copies what a caller gives into plain objects and arrays, so that every value is read once: a getter or a proxy answers
 * no second time, and what the caller changes later changes nothing here. A field that is `undefined` counts as absent. What
 * a verb may take whole (bytes, signals, functions, secrets) stays as it is. The elements of the list `unread` are not
 * looked at. Answers the first fault, where there is one.
 */
export const readPlain = (given: unknown, unread?: string): Checked<unknown> => {
  const reading: Reading = { left: mostValues, fault: undefined, unread }
  const copied = copyList([given], 0, reading)?.[0]
  const { fault } = reading
  return fault === undefined ? ok(copied) : err([{ ...fault, path: fault.path.slice(1) }])
}

/** At the depth of 1 stands what the caller gives, and its own fields are one deeper. */
const copy = (value: unknown, depth: number, reading: Reading): unknown => {
  if (typeof value !== 'object' || value === null || isTakenWhole(value)) return value
  const isList = Array.isArray(value)
  if (!isList && !isRecord(value)) return unusable
  if (depth > maxDepth) return stop(issue('request.too_deep', [], { max: maxDepth }), reading)
  return isList ? copyList(value, depth, reading) : copyRecord(value, depth, reading)
}

const copyList = (
  list: readonly unknown[],
  depth: number,
  reading: Reading,
  copyElement: typeof copy = copy,
): readonly unknown[] | undefined => {
  let index = 0
  try {
    const { length } = list
    if (length > mostElements) return stop(tooLong, reading)
    if (!isWithin(length, reading)) return undefined
    const copied: unknown[] = []
    for (; index < length; index += 1) {
      copied.push(copyElement(list[index], depth + 1, reading))
      if (reading.fault !== undefined) return stop(behind(index, reading.fault), reading)
    }
    return copied
  } catch {
    return stop(issue('request.field_unreadable', [index]), reading)
  }
}

const copyRecord = (record: object, depth: number, reading: Reading): unknown => {
  let key: string | undefined
  try {
    const keys = Object.keys(record)
    if (!isWithin(keys.length, reading)) return undefined
    const copied: Record<string, unknown> = {}
    for (key of keys) {
      const copyField = depth === 1 && key === reading.unread ? copyUnread : copy
      const value = copyField((record as Readonly<Record<string, unknown>>)[key], depth + 1, reading)
      if (reading.fault !== undefined) return stop(behind(key, reading.fault), reading)
      // To set it would give the copy another prototype.
      if (key === '__proto__') Object.defineProperty(copied, key, { value, enumerable: true })
      else if (value !== undefined) copied[key] = value
    }
    return copied
  } catch {
    // A getter or a proxy has thrown, and what it throws may hold what the caller gave.
    return stop(issue('request.field_unreadable', key === undefined ? [] : [key]), reading)
  }
}

const copyUnread: typeof copy = (value, depth, reading) =>
  Array.isArray(value) ? copyList(value, depth, reading, (element) => element) : copy(value, depth, reading)

const isWithin = (values: number, reading: Reading): boolean => {
  reading.left -= values
  if (reading.left >= 0) return true
  stop(issue('request.too_many_values', [], { max: mostValues }), reading)
  return false
}

const stop = (fault: Issue, reading: Reading): undefined => {
  reading.fault = fault
}

const tooLong = issue('request.field_of_wrong_type', [], {
  expected: `array of at most ${mostElements} elements`,
})

const behind = (step: Path[number], fault: Issue): Issue => ({ ...fault, path: [step, ...fault.path] })

/** Bytes, signals and secrets hold what no copy would. */
const isTakenWhole = (value: object): boolean =>
  ArrayBuffer.isView(value) || value instanceof AbortSignal || isSecret(value)

const isSecret = (value: object): boolean =>
  Object.isFrozen(value) && typeof (value as { readonly reveal?: unknown }).reveal === 'function'

/**
 * Whether all that an object holds are fields of its own. A `Date` or `Map` keeps its content elsewhere, and so does an
 * object whose class or prototype answers for some of its fields: copied, these would be lost.
 */
const isRecord = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return true
  return Object.prototype.toString.call(value) === '[object Object]' && answersForNothing(prototype as object)
}

const answersForNothing = (prototype: object): boolean => {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(prototype))
  const next: unknown = Object.getPrototypeOf(prototype)
  return (
    properties.every(
      ([name, property]) => name === '__proto__' || (property.enumerable !== true && 'value' in property),
    ) &&
    (next === null || answersForNothing(next as object))
  )
}
