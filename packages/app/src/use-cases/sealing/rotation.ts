import type { UserId } from '@keepsake/domain'
import { namesOf } from '../authenticators/each-otp-set.ts'

/** How much was put under the current key, and how much was under it already. */
export type SealingRotation = {
  readonly resealed: number
  readonly current: number
  /** The users whose authenticators cannot be read, and stay under whatever key they are. Absent where there is nobody. */
  readonly damaged?: readonly UserId[]
}

export const nothingRotated: SealingRotation = { resealed: 0, current: 0 }

/** Two rotations as one. */
export const rotatedBoth = (one: SealingRotation, other: SealingRotation): SealingRotation => ({
  resealed: one.resealed + other.resealed,
  current: one.current + other.current,
  ...namesOf([...(one.damaged ?? []), ...(other.damaged ?? [])]),
})
