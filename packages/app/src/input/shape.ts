import type { BatchMode } from '@keepsake/domain'
import { z } from 'zod'
import { isJson, isPlainRecord } from './is-json.ts'

/** Far above any token, code or identifier. Longer text is not read. In UTF-16 units. */
const longestText = 2 ** 20

/** Text that no rule limits in length before something is done with it. */
export const text: z.ZodString = z.string().max(longestText)

/** A point in time, in milliseconds since 1970. */
export const instant: z.ZodNumber = z.number()

/** Aborted when the caller no longer waits. */
export const signal: z.ZodType<AbortSignal> = z.instanceof(AbortSignal)

/** What happens to a batch if some rows are refused. */
export const mode: z.ZodType<BatchMode> = z.enum(['all', 'each'])

/** The input of verbs that take nothing. Any input was meant for another verb or another release. */
export const nothing: z.ZodType<undefined> = z.undefined({ error: 'nothing' })

/** A list of at most `max` elements. A longer list is refused with one fault, before its elements are checked. */
export const list = <T>(element: z.ZodType<T>, max: number): z.ZodType<readonly T[]> =>
  z
    .array(z.unknown())
    .refine(({ length }) => length <= max, { params: { expected: `array of at most ${max} elements` } })
    .pipe(z.array(element))

/** Far above the number of fields that a pool declares. Each field of an object can cause a fault. */
const maxFields = 1000

/** An object with the caller's own field names and values, such as `customData`. */
export const freeObject: z.ZodType<Readonly<Record<string, unknown>>> = z
  .custom<Readonly<Record<string, unknown>>>(isPlainRecord, { params: { expected: 'object' }, abort: true })
  .refine((value) => Object.keys(value).length <= maxFields, {
    params: { expected: `object of at most ${maxFields} fields` },
  })

/** An object that is stored as JSON. */
export const jsonObject: z.ZodType<Readonly<Record<string, unknown>>> = freeObject.refine(isJson, {
  params: { expected: 'object of JSON values' },
})

/** Several optional fields of the same shape. */
export const each = <F extends string, S extends z.ZodType>(
  fields: readonly F[],
  schema: S,
): { readonly [K in F]: z.ZodOptional<S> } =>
  Object.fromEntries(fields.map((field) => [field, schema.optional()])) as {
    readonly [K in F]: z.ZodOptional<S>
  }
