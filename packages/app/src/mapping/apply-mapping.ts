import { under, type Checked, type CustomFields, type Issue } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { readCells } from '../input/cells/index.ts'
import { convert, textOf } from './convert.ts'
import type { Mapping, MappingRule } from './mapping.ts'
import { pathsIn, stepsOf, valueInRecord } from './path-in-record.ts'
import { conversionsOf } from './read-mapping.ts'

/** A record under a mapping. */
export type MappedRecord = {
  /** A row as JSON has it. It is not checked yet. */
  readonly row: unknown
  readonly key: string | undefined
  /** The paths of values that the mapping does not use, and does not leave behind on purpose. */
  readonly unused: readonly (readonly string[])[]
}

/** Makes a row of a record. An issue has the name of the field. */
export const applyMapping = (
  record: unknown,
  { fields, key, drop = [] }: Mapping,
  customFields: CustomFields,
): Checked<MappedRecord> => {
  const issues: Issue[] = []
  const cells: Record<string, string | number | boolean | object> = {}
  for (const [field, rule] of Object.entries(fields)) {
    const value = valueOf(record, rule)
    if (value.isErr()) issues.push(...under([field], value.error))
    else if (isCell(value.value)) cells[field] = value.value
  }
  if (issues.length > 0) return err(issues)
  return readCells(cells, { customFields, emptyIsAbsent: true }).map((row) => ({
    row,
    key: textOf(key === undefined ? cells['externalId'] : valueInRecord(record, key)) || undefined,
    unused: unusedIn(record, [
      ...Object.values(fields).flatMap(pathsOf),
      ...(key === undefined ? [] : [key]),
      ...drop,
    ]),
  }))
}

const isCell = (value: unknown): value is string | number | boolean | object =>
  ['string', 'number', 'boolean', 'object'].includes(typeof value) && value !== null

const valueOf = (record: unknown, rule: MappingRule): Checked<unknown> => {
  const given = rawValue(record, rule)
  let value = given
  for (const conversion of conversionsOf(rule)) {
    const converted = convert(value, conversion)
    if (converted.isErr()) return converted
    value = converted.value
  }
  return ok(value)
}

const rawValue = (record: unknown, rule: MappingRule): unknown => {
  if (typeof rule === 'string') return valueInRecord(record, rule)
  if ('const' in rule) return rule.const
  return 'path' in rule ? valueInRecord(record, rule.path) : fill(record, rule.template)
}

const braces = /\{(?<path>[^{}]+)\}/gu

/** A text with a value for each path. Nothing if one of them has none. */
const fill = (record: unknown, template: string): string | undefined => {
  let isWhole = true
  const text = template.replaceAll(braces, (_, path: string) => {
    const value = textOf(valueInRecord(record, path))
    isWhole &&= value !== undefined && value !== ''
    return value ?? ''
  })
  return isWhole ? text : undefined
}

/** The paths that a mapping reads, with dots between the steps. */
export const mappedPaths = ({ fields }: Mapping): readonly string[] =>
  Object.values(fields)
    .flatMap(pathsOf)
    .map((path) =>
      stepsOf(path)
        .filter((step) => !/^\d+$/u.test(step))
        .join('.'),
    )

/** The paths that a rule reads. */
const pathsOf = (rule: MappingRule): readonly string[] => {
  if (typeof rule === 'string') return [rule]
  if ('const' in rule) return []
  return 'path' in rule
    ? [rule.path]
    : [...rule.template.matchAll(braces)].map(({ groups }) => groups?.['path'] ?? '')
}

const unusedIn = (record: unknown, used: readonly string[]): readonly (readonly string[])[] => {
  const taken = used.map((path) => ({ path, steps: stepsOf(path) }))
  return pathsIn(record).filter(
    (steps) =>
      !taken.some(
        ({ path, steps: start }) =>
          (steps.length === 1 && steps[0] === path) ||
          start.every((step, index) => steps[index] === step) ||
          // A path that goes on inside of a text of JSON.
          steps.every((step, index) => start[index] === step),
      ),
  )
}
