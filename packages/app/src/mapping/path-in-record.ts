import { parseJson } from '@keepsake/domain'

/** The name of a column as it is, or the steps of a path such as `profile.mails[0]`. */
export const stepsOf = (path: string): readonly string[] =>
  path.split(/\.|\[(\d+)\]/u).filter((step): step is string => step !== undefined && step !== '')

/**
 * The value at a path, if there is one. A name of a column with a dot in it is found first. A column with JSON in it, as
 * databases have them, is read on the way.
 */
export const valueInRecord = (record: unknown, path: string): unknown => {
  if (isObject(record) && Object.hasOwn(record, path)) return record[path]
  let value = record
  for (const step of stepsOf(path)) {
    const inner = typeof value === 'string' ? parsed(value) : value
    if (!isObject(inner) || !Object.hasOwn(inner, step)) return undefined
    value = inner[step]
  }
  return value
}

const parsed = (text: string): unknown =>
  /^\s*[[{]/u.test(text) ? parseJson(text).unwrapOr(undefined) : undefined

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The paths of all values of a record that say something. A list of objects is taken by its elements, another one whole. */
export const pathsIn = (record: unknown): readonly (readonly string[])[] => {
  if (!isObject(record)) return []
  return Object.entries(record).flatMap(([step, value]) => {
    if (value === undefined || value === null || value === '') return []
    const isInner = isObject(value) && (!Array.isArray(value) || value.some(isObject))
    return isInner ? pathsIn(value).map((path) => [step, ...path]) : [[step]]
  })
}
