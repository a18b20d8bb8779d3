import { isPlainRecord } from '../../input/is-json.ts'
import { idOf } from './values.ts'

/** The value at a place in a record, if there is one. It never throws. */
export const valueAt = (value: unknown, ...path: readonly (string | number)[]): unknown => {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(value)) return typeof step === 'number' ? valueAt(value[step], ...rest) : undefined
  return isPlainRecord(value) && Object.hasOwn(value, step) ? valueAt(value[step], ...rest) : undefined
}

/** The ids at these places, as keys of a side file. */
export const keysAt = (
  record: unknown,
  ...paths: readonly (readonly (string | number)[])[]
): readonly string[] =>
  paths.flatMap((path) => {
    const key = idOf(valueAt(record, ...path))
    return key === undefined || key === '' ? [] : [key]
  })
