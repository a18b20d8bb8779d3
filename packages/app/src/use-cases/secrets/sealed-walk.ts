import type { Unavailable, UserId } from '@keepsake/domain'
import type { RestingField } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import type { SealingRotation } from './rotation.ts'
import type { UnopenedItem } from './unopened-items.ts'

/** A stored sealed value: its field, and the id of its key. `isCurrent`: it would be sealed in the same way today. */
export type Resting = { readonly field: RestingField; readonly key: string; readonly isCurrent: boolean }

/**
 * Receives what a walk finds. `resting`: each stored value. `unopened`: a value that is not current and cannot be decrypted.
 * `damaged`: a user whose values cannot be read.
 */
export type Sight = {
  readonly resting: (resting: Resting) => void
  readonly unopened: (item: UnopenedItem) => void
  readonly damaged: (userId: UserId) => void
}

/** How to go through all sealed values of one store. */
export type SealedWalk = {
  /**
   * Seals every value again that is not under the current key. It names values that cannot be decrypted, and leaves them as
   * they are. If it is stopped, the next run does the rest.
   */
  readonly rotate: (context: PoolContext) => ResultAsync<SealingRotation, Unavailable>
  /** Shows all values. It decrypts only those that are not under the current key. */
  readonly visit: (context: PoolContext, see: Sight) => ResultAsync<void, Unavailable>
}
