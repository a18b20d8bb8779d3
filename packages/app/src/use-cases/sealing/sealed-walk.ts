import type { RestingField, Unavailable, UserId } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import type { SealingRotation } from './rotation.ts'
import type { UnopenedItem } from './unopened.ts'

/** Something that rests sealed: what it is, and the id of its key. `isCurrent`: it would be sealed the same way today. */
export type Resting = { readonly field: RestingField; readonly key: string; readonly isCurrent: boolean }

/** Who is shown what rests. `unopened`: of what is not current, this does not open. `damaged`: of this user it cannot be read. */
export type Sight = {
  readonly resting: (resting: Resting) => void
  readonly unopened: (item: UnopenedItem) => void
  readonly damaged: (userId: UserId) => void
}

/** How all that rests in one store is gone through. */
export type SealedWalk = {
  /**
   * Puts whatever is not under the current key there. What does not open is named and stays as it is. Stopped at any moment,
   * the next run does the rest.
   */
  readonly rotate: (context: PoolContext) => ResultAsync<SealingRotation, Unavailable>
  /** Shows everything, opening only what is not under the current key. */
  readonly visit: (context: PoolContext, see: Sight) => ResultAsync<void, Unavailable>
}
