import { isPlainRecord } from '../input/is-json.ts'
import type { FileSigns, ForeignFile } from './foreign-system.ts'
import { recordsIn } from './records-in.ts'
import { foreignSources, foreignSystem, type ForeignSource } from './systems.ts'

/** What a file looks like. */
export type RecognizedForeign = {
  readonly source: ForeignSource
  /** `users`, or the name of a side file. */
  readonly file: string
  /** `certain`: no other system has a file with these fields. `likely`: another file fits as well, but less. */
  readonly confidence: 'certain' | 'likely'
  /** In words: the fields by which it was recognised. */
  readonly reason: string
  /** Where the records are in the document, if they are not the records that were given. */
  readonly at: string
}

/** As many records are looked at. The first ones of a file may lack fields. */
const mostRecords = 100

/**
 * Tells which system's file the first records of a file look like, best first: its records, or the whole document, or its
 * text if it is no list of records. Empty if it looks like none.
 */
export const recognizeForeign = (firstRecords: readonly unknown[]): readonly RecognizedForeign[] => {
  const found = foreignSources
    .flatMap((source) => {
      const { users, sides } = foreignSystem(source)
      return [users, ...sides].flatMap(
        (file) => fitOf(source, file, firstRecords.slice(0, mostRecords)) ?? [],
      )
    })
    .toSorted((one, other) => other.score - one.score)
  const best = found[0]?.score ?? 0
  const others = new Set(found.slice(1).map(({ source }) => source))
  return found.map(({ score, ...fit }) => ({
    ...fit,
    confidence:
      score === best && score >= 3 && (others.size === 0 || score - (found[1]?.score ?? 0) >= 2)
        ? 'certain'
        : 'likely',
  }))
}

type Fit = Omit<RecognizedForeign, 'confidence'> & { readonly score: number }

const fitOf = (source: ForeignSource, file: ForeignFile, records: readonly unknown[]): Fit | undefined => {
  const [first] = records
  if (typeof first === 'string')
    return file.textIn?.(first) !== undefined &&
      file.signs.some(({ also }) => also?.({ text: first }) === true)
      ? { source, file: file.name, reason: `text of ${file.about}`, at: '', score: 5 }
      : undefined
  if (Array.isArray(first)) return file.columns && fitOfColumns(source, file, first)
  const own = file.at.includes('') ? bestFit(source, file, records, '') : undefined
  if (own !== undefined) return own
  const places = file.at.filter((place) => place !== '')
  for (const at of places) {
    const inside = records.flatMap((record) => recordsIn(record, { at: [at] })).slice(0, mostRecords)
    const fit = bestFit(source, file, inside, at)
    if (fit !== undefined) return { ...fit, score: fit.score + 1 }
  }
  return undefined
}

/** A row of a CSV file without a header, which must have as many columns. */
const fitOfColumns = (source: ForeignSource, file: ForeignFile, row: readonly unknown[]): Fit | undefined => {
  const columns = file.columns ?? []
  const record = Object.fromEntries(columns.map((name, index) => [name, row[index]]))
  const fits = file.signs.some(({ also }) => also?.(record) === true)
  return fits && Math.abs(row.length - columns.length) <= 1
    ? { source, file: file.name, reason: `${columns.length} columns without a header`, at: '', score: 3 }
    : undefined
}

const bestFit = (
  source: ForeignSource,
  file: ForeignFile,
  records: readonly unknown[],
  at: string,
): Fit | undefined => {
  const [names] = file.signs
    .flatMap((signs) => records.map((record) => (isPlainRecord(record) ? seenIn(record, signs) : [])))
    .filter((seen) => seen.length > 0)
    .toSorted((one, other) => other.length - one.length)
  if (names === undefined) return undefined
  return { source, file: file.name, reason: `has ${names.join(', ')}`, at, score: names.length }
}

/** The names that are there; none if the record has not what it must have. */
const seenIn = (record: Readonly<Record<string, unknown>>, signs: FileSigns): readonly string[] => {
  const has = (path: string): boolean => Object.hasOwn(record, path) || isAt(record, path.split('.'))
  if (!signs.all.every(has) || signs.none?.some(has) === true || signs.also?.(record) === false) return []
  return [...signs.all, ...(signs.some ?? []).filter(has)]
}

const isAt = (value: unknown, [step, ...rest]: readonly string[]): boolean => {
  if (step === undefined) return true
  if (Array.isArray(value)) return isAt(value[Number(step)], rest)
  return isPlainRecord(value) && Object.hasOwn(value, step) && isAt(value[step], rest)
}
