import type { Unavailable } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'

/** Told of a record that cannot be read and that its caller must not hear of. For the operator's log: `cause` names the user. */
export type OnDamaged = (failure: Unavailable) => void

/**
 * Nothing, where a record is damaged. A stranger who asks for somebody must not learn from the answer that there is such
 * a user. The operator is told instead.
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

/** A listener that throws must not change what the stranger is answered. */
const tell = (onDamaged: OnDamaged | undefined, failure: Unavailable): void => {
  try {
    onDamaged?.(failure)
  } catch {
    // There is nobody to tell.
  }
}
