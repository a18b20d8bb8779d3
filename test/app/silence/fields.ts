import type { z } from 'zod'

/** A value of JSON as these tests handle it: an object with fields of any kind. */
export type Json = Readonly<Record<string, unknown>>

/** Where something stands in a row. */
export type Place = readonly (string | number)[]

type Def = {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly innerType?: z.core.$ZodType
  readonly element?: z.core.$ZodType
  readonly in?: z.core.$ZodType
  readonly out?: z.core.$ZodType
  readonly options?: readonly z.core.$ZodType[]
}

/** Every field of a schema, such as `identities.*.type`: so that a new one is not forgotten by who tests them all. */
export const fieldsOf = (schema: z.core.$ZodType, at: readonly string[] = []): readonly string[] => {
  const def = schema._zod.def as unknown as Def
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape ?? {}).flatMap(([name, field]) => [
        [...at, name].join('.'),
        ...fieldsOf(field, [...at, name]),
      ])
    case 'array':
      return fieldsOf(def.element!, [...at, '*'])
    case 'union':
      return def.options!.flatMap((option) => fieldsOf(option, at))
    case 'pipe':
      return [...fieldsOf(def.in!, at), ...fieldsOf(def.out!, at)]
    case 'optional':
    case 'nullable':
      return fieldsOf(def.innerType!, at)
    default:
      return []
  }
}

/** Every place in a value, those of its rows and records as well. */
export const placesIn = (value: unknown, at: Place = []): readonly Place[] => [
  ...(at.length === 0 ? [] : [at]),
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        placesIn(inner, [...at, Array.isArray(value) ? Number(key) : key]),
      )
    : []),
]

/** The field that a place is: what stands in a list is one field. */
export const fieldAt = (place: Place): string =>
  place.map((step) => (typeof step === 'number' ? '*' : step)).join('.')

export const valueAt = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>((inner, step) => (inner as Json | null | undefined)?.[step as string], value)

/** A copy with something else at a place. */
export const withAt = (value: unknown, [step, ...rest]: Place, put: unknown): unknown => {
  if (step === undefined) return put
  if (Array.isArray(value))
    return value.map((each, index) => (index === step ? withAt(each, rest, put) : each))
  return { ...(value as Json), [step]: withAt((value as Json)[step], rest, put) }
}
