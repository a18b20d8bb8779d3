import type { RestingField, Unavailable, UserId } from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'

/** Something sealed that does not open here, and stays as it is. Nothing of its content. */
export type UnopenedItem = {
  readonly field: RestingField
  /** Of the authenticator, the recovery code, the notice or the pool's key. */
  readonly id: string
  /** Whose it is; absent where it is the pool's. */
  readonly userId?: UserId
  /** The id of the sealing key, as the text names it; `unknown` where it names none. */
  readonly key: string
}

/** What comes of a text that is opened, or the text's name where it does not open. Any other failure is one. */
export const orUnopened = <T>(
  work: ResultAsync<T, Unavailable>,
  item: UnopenedItem,
): ResultAsync<Result<T, UnopenedItem>, Unavailable> =>
  work
    .map((value): Result<T, UnopenedItem> => ok(value))
    .orElse((failure) => (failure.unopened === true ? okAsync(err(item)) : errAsync(failure)))

/** What opened, and what did not, both in their order. */
export type Opened<T> = { readonly opened: readonly T[]; readonly unopened: readonly UnopenedItem[] }

export const sortOpened = <T>(results: readonly Result<T, UnopenedItem>[]): Opened<T> => ({
  opened: results.flatMap((each) => (each.isOk() ? [each.value] : [])),
  unopened: results.flatMap((each) => (each.isErr() ? [each.error] : [])),
})
