import { isPlainRecord } from '../../input/is-json.ts'

/** Deeper than any flat export, in steps of a column's name. */
const maxSteps = 8
/** A longer list in the columns of one row is a mistake. */
const maxIndex = 100

/** A record whose columns are places, such as `user_metadata.theme` or `identities[0].provider`, as nested objects. */
export const nested = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const plain: [string, unknown][] = []
  const deep: [readonly string[], unknown][] = []
  const columns = new Set(Object.keys(record).map((name) => stepsOf(name).join('.')))
  const taken = new Set<string>()
  for (const [name, value] of Object.entries(record)) {
    const steps = stepsOf(name)
    const outer = steps.slice(1).map((_step, index) => steps.slice(0, index + 1).join('.'))
    const place = steps.join('.')
    // A column inside another one, or a second one of the same place, stays as it is.
    if (steps.length === 1 || taken.has(place) || outer.some((each) => columns.has(each))) {
      plain.push([name, value])
    } else {
      deep.push([steps, value])
      taken.add(place)
    }
  }
  return deep.length === 0 ? record : { ...Object.fromEntries(plain), ...grouped(deep) }
}

const stepsOf = (name: string): readonly string[] => {
  const steps = name.replaceAll(/\[(\d{1,3})\]/gu, '.$1').split('.')
  return steps.length > maxSteps || steps.includes('') || steps.includes('__proto__') ? [name] : steps
}

type Deep = readonly [steps: readonly string[], value: unknown]

const grouped = (deep: readonly Deep[]): Readonly<Record<string, unknown>> => {
  const groups = new Map<string, Deep[]>()
  for (const [[first = '', ...rest], value] of deep)
    groups.set(first, [...(groups.get(first) ?? []), [rest, value]])
  return Object.fromEntries([...groups].map(([name, of]) => [name, valueOfGroup(of)]))
}

const valueOfGroup = (group: readonly Deep[]): unknown => {
  const leaf = group.find(([steps]) => steps.length === 0)
  if (leaf !== undefined) return leaf[1]
  const object = grouped(group)
  const isList = Object.keys(object).every((step) => /^\d+$/u.test(step) && Number(step) < maxIndex)
  if (!isList || !isPlainRecord(object)) return object
  return Object.entries(object)
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .map(([, value]) => value)
    .filter((value) => value !== undefined && !isBlank(value))
}

const isBlank = (value: unknown): boolean =>
  isPlainRecord(value) && Object.values(value).every((each) => each === '' || each === null)
