import type { Unavailable } from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'

/**
 * What is known at once, or when somebody has answered. Of a thousand rows most have nothing to wait for, and a promise
 * for each would take longer than all the rules that it passes.
 */
export type Soon<T> = T | ResultAsync<T, Unavailable>

/** What follows from it, at once where it can be at once. */
export const following = <T, U>(soon: Soon<T>, next: (value: T) => Soon<U>): Soon<U> =>
  soon instanceof ResultAsync ? soon.andThen((value) => later(next(value))) : next(soon)

/** All parts of something. */
export const together = <T extends readonly unknown[]>(parts: {
  readonly [K in keyof T]: Soon<T[K]>
}): Soon<T> =>
  parts.some((part) => part instanceof ResultAsync)
    ? allOf<unknown>(parts).map((all) => all as unknown as T)
    : (parts as unknown as T)

/** All of a list, in its order. Everything that is waited for has begun. */
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

/** The same for who has to wait. */
export const later = <T>(soon: Soon<T>): ResultAsync<T, Unavailable> =>
  soon instanceof ResultAsync ? soon : okAsync(soon)
