import type { Unavailable } from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'

/**
 * A value that is available now or later. In a batch of a thousand rows, most have nothing to wait for. A promise for each
 * would take longer than all the rules together.
 */
export type Soon<T> = T | ResultAsync<T, Unavailable>

/** Continues with a value: at once if it is available, otherwise later. */
export const following = <T, U>(soon: Soon<T>, next: (value: T) => Soon<U>): Soon<U> =>
  soon instanceof ResultAsync ? soon.andThen((value) => later(next(value))) : next(soon)

/** Joins the parts of a tuple. */
export const together = <T extends readonly unknown[]>(parts: {
  readonly [K in keyof T]: Soon<T[K]>
}): Soon<T> =>
  parts.some((part) => part instanceof ResultAsync)
    ? allOf<unknown>(parts).map((all) => all as unknown as T)
    : (parts as unknown as T)

/** Joins a list in its order. Everything that it waits for has already begun. */
export const allOf = <T>(list: readonly Soon<T>[]): ResultAsync<readonly T[], Unavailable> => {
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

/** Turns a value into a result that can be awaited. */
export const later = <T>(soon: Soon<T>): ResultAsync<T, Unavailable> =>
  soon instanceof ResultAsync ? soon : okAsync(soon)
