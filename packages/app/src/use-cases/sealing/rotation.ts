import type { UserId } from '@keepsake/domain'
import { namesOf } from '../authenticators/each-otp-set.ts'
import type { UnopenedItem } from './unopened.ts'

/** How much was put under the current key, and how much was under it already. */
export type SealingRotation = {
  readonly resealed: number
  readonly current: number
  /** What does not open, and stays under whatever key it is. Absent where there is nothing. */
  readonly unopened?: readonly UnopenedItem[]
  /** The users whose authenticators cannot be read, and stay under whatever key they are. Absent where there is nobody. */
  readonly damaged?: readonly UserId[]
}

export const nothingRotated: SealingRotation = { resealed: 0, current: 0 }

/** Two rotations as one. */
export const rotatedBoth = (one: SealingRotation, other: SealingRotation): SealingRotation => ({
  resealed: one.resealed + other.resealed,
  current: one.current + other.current,
  ...unopenedOf([...(one.unopened ?? []), ...(other.unopened ?? [])]),
  ...namesOf([...(one.damaged ?? []), ...(other.damaged ?? [])]),
})

/** What of a rotation does not open; nothing where everything does. */
export const unopenedOf = (unopened: readonly UnopenedItem[]): Pick<SealingRotation, 'unopened'> =>
  unopened.length === 0 ? {} : { unopened }
