import type { z } from 'zod'

/**
 * The facts of a type that matter at run time. It ignores whether a field is read-only, and whether a record is an
 * intersection of several. No field is optional in it, so two types are the same if each can replace the other.
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
 * Makes a schema of exactly the type `T`. A schema that lacks a field of the type, has an extra one, or has another type for
 * one, does not compile. The compiler then says that it "expects 2 arguments".
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
