import { err, ok } from 'neverthrow'
import { momentOf } from '../../kernel/calendar.ts'
import type { Checked } from '../../kernel/collect.ts'
import { issue, under, type Issue } from '../../kernel/issue.ts'
import { parseText } from '../../kernel/text.ts'

/** A field that a pool adds to its users, by the type of its values. `datetime` is text in ISO 8601. */
export type CustomField =
  | { readonly type: 'string' | 'number' | 'boolean' | 'datetime' }
  | { readonly type: 'enum'; readonly options: readonly string[] }

/** The fields that a pool has declared, by key. */
export type CustomFields = Readonly<Record<string, CustomField>>

export type CustomValue = string | number | boolean

/**
 * A user's values for the declared fields. The record has no prototype, so that no key has a special meaning in
 * JavaScript.
 */
export type CustomData = Readonly<Record<string, CustomValue>>

const maxString = 8192

/** Checks that the pool declares every key, and that every value has its declared type. `null` stands for no value. */
export const parseCustomData = (
  data: Readonly<Record<string, unknown>>,
  fields: CustomFields,
): Checked<CustomData> => {
  const values = Object.create(null) as Record<string, CustomValue>
  const issues: Issue[] = []
  for (const key of Object.keys(data)) {
    const value = data[key]
    if (value === undefined) continue
    const parsed = parseValue(value, Object.hasOwn(fields, key) ? fields[key] : undefined)
    if (parsed.isErr()) for (const each of under([key], parsed.error)) issues.push(each)
    else if (parsed.value !== undefined) values[key] = parsed.value
  }
  return issues.length === 0 ? ok(values) : err(issues)
}

const parseValue = (value: unknown, field: CustomField | undefined): Checked<CustomValue | undefined> => {
  if (field === undefined) return err([issue('user.custom_field_undeclared')])
  if (value === null) return ok(undefined)
  const wrong = err([issue('user.custom_value_of_wrong_type', [], { expected: expected(field) })])
  switch (field.type) {
    case 'string':
      return typeof value === 'string' ? parseText(value, maxString) : wrong
    case 'number':
      return isExact(value) ? ok(value) : wrong
    case 'boolean':
      return typeof value === 'boolean' ? ok(value) : wrong
    case 'datetime':
      return typeof value === 'string' && momentOf(value) !== undefined ? ok(value) : wrong
    case 'enum':
      return typeof value === 'string' && field.options.includes(value) ? ok(value) : wrong
  }
}

const expected = (field: CustomField): string =>
  field.type === 'enum' ? `one of ${field.options.join(', ')}` : field.type

/**
 * A whole number beyond 2^53 may not be the one that was sent: reading JSON text gives the nearest number that exists.
 */
const isExact = (value: unknown): value is number =>
  typeof value === 'number' &&
  Number.isFinite(value) &&
  (!Number.isInteger(value) || Number.isSafeInteger(value))
