import type { z } from 'zod'

/**
 * What there is to know of a type at run time: not whether a field is read-only, nor whether a record was put together from
 * several. No field is optional in it, so that two types are the same where each can stand for the other.
 */
type Facts<T> = unknown extends T
  ? T
  : T extends string | number | boolean | bigint | null | undefined | AbortSignal | Uint8Array
    ? T
    : T extends readonly (infer E)[]
      ? readonly Facts<E>[]
      : { readonly [K in keyof T]-?: { readonly is: Facts<T[K]> } }

type AreSame<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

/**
 * A schema of exactly the type `T`. One that lacks a field of the type, has one too many, or another type for one, does not
 * compile: it "expects 2 arguments".
 */
export const exactly =
  <T>() =>
  <S extends z.ZodType>(
    schema: S,
    ..._proof: AreSame<Facts<z.output<S>>, Facts<T>> extends true
      ? readonly []
      : readonly ['the schema is not that of the type']
  ): z.ZodType<T> =>
    schema as unknown as z.ZodType<T>
