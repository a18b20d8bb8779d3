import { issue, type Checked, type Issue, type Path } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { z } from 'zod'

/** Checks that a value has a schema's shape; every fault of it, each with its path. */
export const checkShape = <T>(schema: z.ZodType<T>, value: unknown): Checked<T> => {
  const parsed = schema.safeParse(value)
  return parsed.success
    ? ok(parsed.data)
    : err(parsed.error.issues.flatMap((fault) => toIssues(fault, value)))
}

/** Optional, and absent where `null` was sent, as several SDKs do for what is not set. */
export const maybe = <T>(schema: z.ZodType<T>): z.ZodType<T | undefined> =>
  schema.nullish().transform((value) => value ?? undefined)

/** Text that is optional. */
export const text: z.ZodType<string | undefined> = maybe(z.string())
/** A flag that is optional. */
export const flag: z.ZodType<boolean | undefined> = maybe(z.boolean())

/** A list of at most `max` elements. A longer one is refused before any of them is looked at, as one fault. */
export const list = <T>(element: z.ZodType<T>, max: number): z.ZodType<readonly T[]> =>
  z
    .array(z.unknown())
    .refine(({ length }) => length <= max, { params: { expected: `array of at most ${max} elements` } })
    .pipe(z.array(element))

/** Far above what a pool declares; each field of an object may become a fault of its own. */
const maxFields = 1000

/** An object with names and values of its own, such as `customData`. */
export const freeObject: z.ZodType<Readonly<Record<string, unknown>>> = z
  .custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    { params: { expected: 'object' }, abort: true },
  )
  .refine((value) => Object.keys(value).length <= maxFields, {
    params: { expected: `object of at most ${maxFields} fields` },
  })

const toIssues = (fault: z.core.$ZodIssue, root: unknown): readonly Issue[] => {
  const path = fault.path.filter((step) => typeof step !== 'symbol')
  switch (fault.code) {
    case 'unrecognized_keys':
      return fault.keys.map((key) => issue('request.field_unknown', [...path, key]))
    case 'invalid_type':
      return valueAt(root, path) === undefined
        ? [issue('request.field_missing', path)]
        : [issue('request.field_of_wrong_type', path, { expected: fault.expected })]
    case 'invalid_value':
      return [issue('request.value_not_allowed', path, { allowed: fault.values.map(String).join(', ') })]
    case 'invalid_union':
      // The last alternative is the one with fields of its own, and so knows best what is wrong.
      return (fault.errors.at(-1) ?? []).flatMap((each) =>
        toIssues({ ...each, path: [...fault.path, ...each.path] }, root),
      )
    default:
      return [issue('request.field_of_wrong_type', path, expectedOf(fault))]
  }
}

const expectedOf = (fault: z.core.$ZodIssue): { readonly expected: string } => ({
  expected: fault.code === 'custom' ? String(fault.params?.['expected'] ?? 'another type') : 'another type',
})

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    root,
  )
