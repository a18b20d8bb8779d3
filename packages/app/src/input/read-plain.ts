import { issue, type Checked, type Issue, type Path } from '@keepsake/domain'
import { err, ok } from 'neverthrow'

/** The contracts nest five levels. Deeper input is an attack on the code that walks it. */
const maxDepth = 16

/** Far above the longest list that a verb takes. */
const mostElements = 100_000

/**
 * Far above what one command holds beside its rows. An object that is shared counts once for each place where it appears.
 */
const mostValues = 1_000_000

/** Replaces, in a copy, a value that is not plain data. No shape accepts it. */
const unusable = Symbol('no plain data')

type Reading = { left: number; fault: Issue | undefined; readonly unread: string | undefined }

/**
 * Copies what a caller gives into plain objects and arrays. Each value is read once, so a getter or proxy cannot give a
 * second answer, and later changes by the caller have no effect. A field that is `undefined` counts as absent. Values that a
 * verb takes as they are (bytes, signals, functions, secrets) are not copied. The elements of the list `unread` are not
 * read. If there is a fault, the answer is the first one.
 */
export const readPlain = (given: unknown, unread?: string): Checked<unknown> => {
  const reading: Reading = { left: mostValues, fault: undefined, unread }
  const copied = copyList([given], 0, reading)?.[0]
  const { fault } = reading
  return fault === undefined ? ok(copied) : err([{ ...fault, path: fault.path.slice(1) }])
}

/** The caller's value has depth 1, and each level of fields adds one. */
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
      // An assignment would change the prototype of the copy.
      if (key === '__proto__') Object.defineProperty(copied, key, { value, enumerable: true })
      else if (value !== undefined) copied[key] = value
    }
    return copied
  } catch {
    // A getter or a proxy has thrown. The error is not passed on, because it may contain the caller's data.
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

/** Bytes, signals and secrets hold content that a copy would lose. */
const isTakenWhole = (value: object): boolean =>
  ArrayBuffer.isView(value) || value instanceof AbortSignal || isSecret(value)

const isSecret = (value: object): boolean =>
  Object.isFrozen(value) && typeof (value as { readonly reveal?: unknown }).reveal === 'function'

/**
 * Whether an object holds only fields of its own. A `Date` or `Map` keeps its content elsewhere. So does an object with
 * fields in its class or prototype. A copy would lose that content.
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
