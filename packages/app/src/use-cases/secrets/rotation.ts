import type { UserId } from '@keepsake/domain'
import { namesOf } from '../authenticators/each-second-factor.ts'
import type { UnopenedItem } from './unopened-items.ts'

/** How many values were put under the current key, and how many already were. */
export type SealingRotation = {
  readonly resealed: number
  readonly current: number
  /** Values that cannot be decrypted, and stay under their present key. Absent if there are none. */
  readonly unopened?: readonly UnopenedItem[]
  /** The users whose authenticators cannot be read, and stay under their present key. Absent if there are none. */
  readonly damaged?: readonly UserId[]
}

/** A rotation that has not begun. */
export const nothingRotated: SealingRotation = { resealed: 0, current: 0 }

/** The sum of two rotations. */
export const rotatedBoth = (one: SealingRotation, other: SealingRotation): SealingRotation => ({
  resealed: one.resealed + other.resealed,
  current: one.current + other.current,
  ...unopenedOf([...(one.unopened ?? []), ...(other.unopened ?? [])]),
  ...namesOf([...(one.damaged ?? []), ...(other.damaged ?? [])]),
})

/** The field of a rotation that lists values that cannot be decrypted. Absent if there are none. */
export const unopenedOf = (unopened: readonly UnopenedItem[]): Pick<SealingRotation, 'unopened'> =>
  unopened.length === 0 ? {} : { unopened }
