import { err, ok } from 'neverthrow'
import { momentOf } from '../../kernel/calendar.ts'
import { collectList, type Checked } from '../../kernel/collect.ts'
import { issue, under, type Issue } from '../../kernel/issue.ts'
import { isExactNumber, parseJsonValue, type JsonValue } from '../../kernel/json/json-value.ts'
import { parseText } from '../../kernel/text.ts'

/** The types of single values. `datetime` is text in ISO 8601. */
export const plainTypes = ['string', 'number', 'boolean', 'datetime'] as const

/** The type of a single value. */
export type PlainType = (typeof plainTypes)[number]

/**
 * A field that a pool adds to its users, by the type of its values. `list`: single values of one type, or texts, numbers
 * and flags if no type is named. `json`: any JSON value.
 */
export type CustomField =
  | { readonly type: PlainType | 'json' }
  | { readonly type: 'enum'; readonly options: readonly string[] }
  | { readonly type: 'list'; readonly of?: PlainType | undefined }

/** The fields that a pool has declared, by key. */
export type CustomFields = Readonly<Record<string, CustomField>>

export type CustomValue = Exclude<JsonValue, null>

/**
 * A user's values for the declared fields. The record has no prototype, so that no key has a special meaning in
 * JavaScript.
 */
export type CustomData = Readonly<Record<string, CustomValue>>

const maxString = 8192
/** The most elements of a list. */
const maxElements = 1000

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
    case 'enum':
      return typeof value === 'string' && field.options.includes(value) ? ok(value) : wrong
    case 'json':
      return parseJsonValue(value).map((parsed) => parsed ?? undefined)
    case 'list':
      return Array.isArray(value) && value.length <= maxElements ? parseElements(value, field) : wrong
    default:
      return parsePlain(value, field.type) ?? wrong
  }
}

/** Nothing if the value is of another type. */
const parsePlain = (value: unknown, type: PlainType): Checked<string | number | boolean> | undefined => {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? parseText(value, maxString) : undefined
    case 'number':
      return isExactNumber(value) ? ok(value) : undefined
    case 'boolean':
      return typeof value === 'boolean' ? ok(value) : undefined
    case 'datetime':
      return typeof value === 'string' && momentOf(value) !== undefined ? ok(value) : undefined
  }
}

const parseElements = (
  list: readonly unknown[],
  { of }: Extract<CustomField, { readonly type: 'list' }>,
): Checked<CustomValue> => {
  const types = of === undefined ? (['string', 'number', 'boolean'] as const) : [of]
  const wrong = err([issue('user.custom_value_of_wrong_type', [], { expected: types.join(' or ') })])
  return collectList(list, (element) => {
    for (const type of types) {
      const parsed = parsePlain(element, type)
      if (parsed !== undefined) return parsed
    }
    return wrong
  }).andThen((elements) => parseJsonValue(elements).map(() => elements))
}

const expected = (field: CustomField): string => {
  switch (field.type) {
    case 'enum':
      return `one of ${field.options.join(', ')}`
    case 'list':
      return `list of at most ${maxElements} elements`
    default:
      return field.type
  }
}
