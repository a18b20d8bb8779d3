import {
  foreignSources,
  foreignSystem,
  joinInMemory,
  readForeignUser,
  type ForeignUser,
} from '@keepsake/app/foreign'
import type { Path } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startedAt } from '../../builders/keepsake.ts'
import { times } from '../../effort.ts'
import type { Sample } from './moved-in.ts'
import { samples } from './samples.ts'

/** Every place of a record that holds a value, objects and lists included, but for the record itself. */
const placesIn = (value: unknown, path: Path = []): readonly Path[] => [
  ...(path.length === 0 ? [] : [path]),
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([step, each]) =>
        placesIn(each, [...path, Array.isArray(value) ? Number(step) : step]),
      )
    : []),
]

/** The value with another one at a place. */
const replaced = (value: unknown, [step, ...rest]: Path, by: unknown): unknown => {
  if (step === undefined) return by
  if (Array.isArray(value)) return value.with(Number(step), replaced(value[Number(step)], rest, by))
  const record = value as Readonly<Record<string, unknown>>
  return { ...record, [step]: replaced(record[step], rest, by) }
}

/**
 * One changed value of a sample: the records that are read before and after it, and its place, which begins with the name
 * of the file if that is a side file.
 */
type Change = {
  readonly at: Path
  readonly before: readonly Result[]
  readonly after: () => readonly Result[]
}

type Result = ReturnType<typeof readForeignUser>

/** A number, a text, a flag, an object and a list that no field has by itself. */
const strange: readonly unknown[] = [
  'zz-strange',
  987_654_321,
  true,
  { 'zz-inner': 'zz-strange' },
  ['zz-strange'],
]

/** Whether both mean the same: a yes in another spelling is no change. */
const meansSame = (one: unknown, other: unknown): boolean =>
  one === other || (other === true && /^(?:true|t|1|yes|是)$/iu.test(String(one)))

/** Each place of a record with each strange value that is not the one that it has. */
const changesIn = (record: unknown): readonly { readonly at: Path; readonly changed: unknown }[] =>
  [...placesIn(record), ...objectsIn(record)].flatMap((at) =>
    strange
      .filter((by) => !meansSame(valueIn(record, at), by))
      .map((by) => ({ at, changed: replaced(record, at, by) })),
  )

const changesOf = ({ source, records, files = {} }: Sample): readonly Change[] => {
  const read = (record: unknown, sides = files): Result =>
    readForeignUser(source, record, joinInMemory(source, sides), startedAt)
  const all = records.map((record) => read(record))
  const inRecords = records.flatMap((record, index) =>
    changesIn(record).map(({ at, changed }) => ({
      at,
      before: [all[index]!],
      after: () => [read(changed)],
    })),
  )
  const inFiles = foreignSystem(source).sides.flatMap(({ name, keysOf }) => {
    const side = files[name]
    if (side === undefined || typeof side === 'string' || side === records) return []
    return side.flatMap((one, index) =>
      changesIn(one)
        // A record with another key is joined to somebody else, or to nobody.
        .filter(({ changed }) => JSON.stringify(keysOf?.(changed)) === JSON.stringify(keysOf?.(one)))
        .map(({ at, changed }) => ({
          at: [name, ...at],
          before: all,
          after: () => records.map((record) => read(record, { ...files, [name]: side.with(index, changed) })),
        })),
    )
  })
  return [...inRecords, ...inFiles]
}

const valueIn = (record: unknown, path: Path): unknown =>
  path.reduce<unknown>((each, step) => (each as Readonly<Record<string, unknown>>)[step], record)

/** A field that no system has, in the record and in every object of it. */
const objectsIn = (record: unknown): readonly Path[] =>
  [[], ...placesIn(record)]
    .filter((path) => {
      const value = valueIn(record, path)
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    })
    .map((path) => [...path, 'zzUnknown'])

const carriedBy = ({ row, facts }: ForeignUser): string => JSON.stringify([row, { ...facts, lost: [] }])

/** Whether one place is inside the other. The pairs of Cognito go by the name in them. Indexes do not count where a side file has one record or a list has pairs. */
const touches = (one: Path, other: Path): boolean => {
  const [left, right] = [one, other].map((path) =>
    path.filter((step) => typeof step === 'string' && step !== 'Name' && step !== 'Value'),
  )
  return left!.every((step, index) => right![index] === undefined || right![index] === step)
}

/** Whether a change is seen in one of the records that are read: it is refused, carried, or named. */
const isSeen = ({ at, before, after }: Change): boolean =>
  after().some((now, index) => {
    const then = before[index]
    if (now.isErr() || then === undefined || then.isErr()) return true
    if (now.value.kind !== 'user' || then.value.kind !== 'user') return true
    if (carriedBy(now.value) !== carriedBy(then.value)) return true
    return [...now.value.facts.lost, ...now.value.warnings].some(({ path }) => touches(path, at))
  })

describe.each(samples)('$source', (sample) => {
  test('refuses, carries or names every value that is changed', () => {
    const unseen = changesOf(sample).flatMap((change) => (isSeen(change) ? [] : [change.at.join('.')]))
    expect([...new Set(unseen)]).toEqual([])
  })
})

test('a random record never throws', () => {
  const names = [...new Set(samples.flatMap(({ records }) => records.flatMap(namesIn)))]
  const value = fc.anything({ key: fc.constantFrom(...names), maxDepth: 4 })
  fc.assert(
    fc.property(fc.constantFrom(...foreignSources), value, value, (source, record, side) => {
      const sample = samples.find((each) => each.source === source)
      const files = Object.fromEntries(
        Object.entries(sample?.files ?? {}).map(([name, given]) => [
          name,
          typeof given === 'string' ? JSON.stringify(side) : [side, ...given],
        ]),
      )
      readForeignUser(source, record, joinInMemory(source, files), startedAt)
    }),
    { numRuns: times({ short: 2_000, long: 50_000 }) },
  )
})

const namesIn = (value: unknown): readonly string[] =>
  placesIn(value).flatMap((path) => {
    const last = path.at(-1)
    return typeof last === 'string' ? [last] : []
  })
