import type { Unavailable } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'

/**
 * Called for a record that cannot be read, if the caller must not know it. Meant for the operator's log: `cause` names the
 * user.
 */
export type OnDamaged = (failure: Unavailable) => void

/**
 * Answers `undefined` if a record is damaged. A stranger must not learn from the answer that the user exists. The operator
 * is notified instead.
 */
export const hideDamage = <T>(
  looking: ResultAsync<T | undefined, Unavailable>,
  { onDamaged }: { readonly onDamaged?: OnDamaged },
): ResultAsync<T | undefined, Unavailable> =>
  looking.orElse((failure) => {
    if (failure.damaged === undefined) return errAsync(failure)
    tell(onDamaged, failure)
    return okAsync(undefined)
  })

/** A listener that throws must not change the answer to a stranger. */
const tell = (onDamaged: OnDamaged | undefined, failure: Unavailable): void => {
  try {
    onDamaged?.(failure)
  } catch {
    // There is no other listener to report the error to.
  }
}
