import type { Unavailable, UserId } from '@keepsake/domain'
import type { RestingField } from '@keepsake/domain/rules'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'

/** A sealed value that cannot be decrypted here, and stays as it is. It contains nothing of the value's content. */
export type UnopenedItem = {
  readonly field: RestingField
  /** The id of the authenticator, the recovery code, the notice or the pool's key, or the digest of the ledger's row. */
  readonly id: string
  /** The user of the value. Absent if it belongs to the pool. */
  readonly userId?: UserId
  /** The id of the sealing key, as the sealed value names it. `unknown` if it names none. */
  readonly key: string
}

/**
 * Answers what the work makes of a decrypted value, or the name of the value if it cannot be decrypted. Any other failure
 * stays a failure.
 */
export const orUnopened = <T>(
  work: ResultAsync<T, Unavailable>,
  item: UnopenedItem,
): ResultAsync<Result<T, UnopenedItem>, Unavailable> =>
  work
    .map((value): Result<T, UnopenedItem> => ok(value))
    .orElse((failure) => (failure.unopened === true ? okAsync(err(item)) : errAsync(failure)))

/** The values that were decrypted, and those that could not be, each in their order. */
export type Opened<T> = { readonly opened: readonly T[]; readonly unopened: readonly UnopenedItem[] }

/** Separates the values that were decrypted from those that could not be. */
export const sortOpened = <T>(results: readonly Result<T, UnopenedItem>[]): Opened<T> => ({
  opened: results.flatMap((each) => (each.isOk() ? [each.value] : [])),
  unopened: results.flatMap((each) => (each.isErr() ? [each.error] : [])),
})
