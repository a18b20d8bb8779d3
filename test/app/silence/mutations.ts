import { placesIn, valueAt, withAt, type Json, type Place } from './fields.ts'
import { unusualFor } from './unusual.ts'

/** A good row that has something else at one place. */
export type Mutation = { readonly row: Json; readonly place: Place }

/**
 * A good row for each unusual value at each of its places; `sample` makes another one each time. Of so many, each `stride`th
 * one is made: each field has most kinds of values still.
 */
export const mutationsOf = (
  sample: (serial: number) => Json,
  stride: number,
  isLeftOut: (place: Place, value: unknown) => boolean = () => false,
): readonly Mutation[] => {
  const first = sample(0)
  return placesIn(first)
    .flatMap((place) => unusualFor(valueAt(first, place)).map((value) => ({ place, value })))
    .filter(({ place, value }, index) => index % stride === 0 && !isLeftOut(place, value))
    .map(({ place, value }, index) => ({ row: withAt(sample(index + 1), place, value) as Json, place }))
}

/** Parts a list into such of at most `size`. */
export const chunksOf = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  list.length === 0 ? [] : [list.slice(0, size), ...chunksOf(list.slice(size), size)]
