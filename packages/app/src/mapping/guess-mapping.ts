import { guessConversion } from './guess-conversion.ts'
import type { Mapping, MappingRule } from './mapping.ts'
import { pathsIn, valueInRecord } from './path-in-record.ts'
import { plainName, secretFields, targetNames } from './target-names.ts'

/** A path of the records, with what was made of it. */
export type GuessedField = {
  readonly path: string
  /** The field of a row. Absent if none is known. */
  readonly field?: string
  /** In how many of the records it has a value. */
  readonly filled: number
  /** A few of its values, shortened. None of a secret. */
  readonly examples: readonly string[]
  /** What nobody but the operator knows. The path is not mapped then. */
  readonly unclear?: string
}

/** A first draft of a mapping. */
export type Guess = {
  readonly mapping: Mapping
  readonly records: number
  readonly fields: readonly GuessedField[]
}

/** Guesses a mapping from the first records of a source, by the names of their paths and by their values. */
export const guessMapping = (records: readonly unknown[]): Guess => {
  const found = pathsOf(records)
  const taken = new Map<string, string>()
  const rules: Record<string, MappingRule> = {}
  const unclear = new Map<string, string>()
  for (const [field, names] of targetNames) {
    const fitting = [...found]
      .filter(([path]) => !taken.has(path))
      .map(([path, values]) => ({ path, values, rank: rankOf(path, names) }))
      .filter(({ rank }) => rank < Infinity)
      .toSorted((one, other) => one.rank - other.rank)
    for (const { path, values } of fitting) {
      const guessed = guessConversion(field, path, values)
      if (guessed.kind === 'unfit') continue
      if (guessed.kind === 'unclear') {
        unclear.set(path, `${field}: ${guessed.says}`)
        continue
      }
      taken.set(path, field)
      unclear.delete(path)
      rules[field] = guessed.as === undefined ? path : { path, as: guessed.as }
      break
    }
  }
  return {
    mapping: { fields: rules, drop: [] },
    records: records.length,
    fields: [...found].map(([path, values]) => toField(path, values, taken.get(path), unclear.get(path))),
  }
}

/** Every path that has a value in one of the records, with its values. */
const pathsOf = (records: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> => {
  const found = new Map<string, unknown[]>()
  for (const record of records)
    for (const steps of pathsIn(record)) {
      const path = steps.join('.')
      const values = found.get(path) ?? []
      values.push(valueInRecord(record, path))
      found.set(path, values)
    }
  return found
}

/** The place of the name among the known ones. The name of the last step counts less than the whole. */
const rankOf = (path: string, names: readonly string[]): number => {
  const whole = names.indexOf(plainName(path))
  if (whole >= 0) return whole
  const last = names.indexOf(plainName(path.split('.').at(-1) ?? ''))
  // An id inside of another object is the id of something else.
  return last < 0 || names.includes('externalid') ? Infinity : 100 + last
}

const toField = (
  path: string,
  values: readonly unknown[],
  field: string | undefined,
  unclear: string | undefined,
): GuessedField => ({
  path,
  filled: values.length,
  examples: isSecret(path, field) ? [] : examplesOf(values),
  ...(field !== undefined && { field }),
  ...(unclear !== undefined && { unclear }),
})

/** A column whose name tells of a secret is one, also if it is not mapped. */
const isSecret = (path: string, field: string | undefined): boolean =>
  (field !== undefined && secretFields.has(field)) ||
  /pass|pwd|\bpw\b|hash|salt|secret|token|key|otp|totp|密码/iu.test(path)

const examplesOf = (values: readonly unknown[]): readonly string[] =>
  [...new Set(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))))]
    .filter((text) => !looksSecret(text))
    .slice(0, 3)
    .map((text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text))

/** A hash, or a long random text, under any name. */
const looksSecret = (text: string): boolean =>
  /^\$[\w-]+\$|^\{\w+\}|^pbkdf2|^[0-9a-f]{32,}$/iu.test(text) || isRandom(text)

/** Letters and digits of both cases without a break. */
const isRandom = (text: string): boolean =>
  /^[\w+/.$=-]{16,}$/u.test(text) && /\d/u.test(text) && /[a-z]/u.test(text) && /[A-Z]/u.test(text)
