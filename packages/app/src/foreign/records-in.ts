import { isPlainRecord } from '../input/is-json.ts'
import type { ForeignFile } from './foreign-system.ts'

/** The records of a file in a document: at each of its places that is there. */
export const recordsIn = (document: unknown, { at }: Pick<ForeignFile, 'at'>): readonly unknown[] =>
  at.flatMap((place) => listsAt(document, place === '' ? [] : place.split('.')))

const listsAt = (value: unknown, steps: readonly string[]): readonly unknown[] => {
  const [step, ...rest] = steps
  if (step === undefined) return Array.isArray(value) ? (value as readonly unknown[]) : []
  if (step === '*') return Array.isArray(value) ? value.flatMap((each: unknown) => listsAt(each, rest)) : []
  return isPlainRecord(value) && Object.hasOwn(value, step) ? listsAt(value[step], rest) : []
}
