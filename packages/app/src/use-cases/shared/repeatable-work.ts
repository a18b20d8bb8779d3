import { unavailable, type Unavailable } from '@keepsake/domain'
import { errAsync, type ResultAsync } from 'neverthrow'

/** Work that decides by what is stored, and fails if another call changes this before it is written. */
export type Repeatable<O> = {
  /** Whether a failure means that another call was faster. Then the work is done again, from its start. */
  readonly isOvertaken: (failure: { readonly kind: string } | O) => failure is O
  /** What is being changed, for the failure of the last try. */
  readonly what: string
  /** How often the work is tried. The default is 8, more often than one person can press a button at the same time. */
  readonly tries?: number
}

/** Does the work again while other calls are faster, but not for ever: then the storage counts as unavailable. */
export const repeatOvertaken = <T, E, O extends { readonly kind: string }>(
  work: () => ResultAsync<T, E | O>,
  { isOvertaken, what, tries = 8 }: Repeatable<O>,
): ResultAsync<T, E | Unavailable> =>
  work().orElse((failure) => {
    if (!isOvertaken(failure as O)) return errAsync(failure as E)
    return tries > 1
      ? repeatOvertaken<T, E, O>(work, { isOvertaken, what, tries: tries - 1 })
      : errAsync(unavailable('storage', new Error(`${what} is being changed over and over`)))
  })
