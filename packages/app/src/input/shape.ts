import { z } from 'zod'
import type { BatchMode } from '../use-cases/batch.ts'
import { isJson, isPlainRecord } from './is-json.ts'

/** Far above any token, code or identifier; what is longer is not worth the reading. In UTF-16 units. */
const longestText = 2 ** 20

/** Text for which no rule has a bound of its own that is asked before anything is done with the text. */
export const text: z.ZodString = z.string().max(longestText)

/** A moment, in milliseconds since 1970. */
export const instant: z.ZodNumber = z.number()

/** Tells that nobody waits any more. */
export const signal: z.ZodType<AbortSignal> = z.instanceof(AbortSignal)

/** What becomes of a batch in which some rows are refused. */
export const mode: z.ZodType<BatchMode> = z.enum(['all', 'each'])

/** What verbs take that take nothing: whatever is given to them was meant for another verb, or another release. */
export const nothing: z.ZodType<undefined> = z.undefined({ error: 'nothing' })

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
  .custom<Readonly<Record<string, unknown>>>(isPlainRecord, { params: { expected: 'object' }, abort: true })
  .refine((value) => Object.keys(value).length <= maxFields, {
    params: { expected: `object of at most ${maxFields} fields` },
  })

/** One that is kept as JSON. */
export const jsonObject: z.ZodType<Readonly<Record<string, unknown>>> = freeObject.refine(isJson, {
  params: { expected: 'object of JSON values' },
})

/** Each of the fields, optional and of the same shape. */
export const each = <F extends string, S extends z.ZodType>(
  fields: readonly F[],
  schema: S,
): { readonly [K in F]: z.ZodOptional<S> } =>
  Object.fromEntries(fields.map((field) => [field, schema.optional()])) as {
    readonly [K in F]: z.ZodOptional<S>
  }
