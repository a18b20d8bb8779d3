import type { Unavailable } from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'

/**
 * A value that is available now, or a result to wait for. In a batch of a thousand rows, most have nothing to wait for. A
 * promise for each would take longer than all the rules together.
 */
export type MaybeAsync<T> = T | ResultAsync<T, Unavailable>

/** Continues with a value: at once if it is available, otherwise later. */
export const andThen = <T, U>(value: MaybeAsync<T>, next: (value: T) => MaybeAsync<U>): MaybeAsync<U> =>
  value instanceof ResultAsync ? value.andThen((awaited) => toAsync(next(awaited))) : next(value)

/** Joins a list in its order. Everything that it waits for has already begun. */
export const combine = <T>(list: readonly MaybeAsync<T>[]): ResultAsync<readonly T[], Unavailable> => {
  const awaited = list.flatMap((each, index) =>
    each instanceof ResultAsync ? [each.map((value) => [index, value] as const)] : [],
  )
  if (awaited.length === 0) return okAsync(list as readonly T[])
  return ResultAsync.combine(awaited).map((answers) => {
    const values = [...(list as readonly T[])]
    for (const [index, value] of answers) values[index] = value
    return values
  })
}

/** Joins the parts of a tuple: at once if all of them are available. */
export const combineParts = <T extends readonly unknown[]>(parts: {
  readonly [K in keyof T]: MaybeAsync<T[K]>
}): MaybeAsync<T> =>
  parts.some((part) => part instanceof ResultAsync)
    ? combine<unknown>(parts).map((all) => all as unknown as T)
    : (parts as unknown as T)

/** Turns a value into a result that can be awaited. */
export const toAsync = <T>(value: MaybeAsync<T>): ResultAsync<T, Unavailable> =>
  value instanceof ResultAsync ? value : okAsync(value)
