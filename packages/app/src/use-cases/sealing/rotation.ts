/** How much was put under the current key, and how much was under it already. */
export type SealingRotation = { readonly resealed: number; readonly current: number }

export const nothingRotated: SealingRotation = { resealed: 0, current: 0 }

/** Two rotations as one. */
export const rotatedBoth = (one: SealingRotation, other: SealingRotation): SealingRotation => ({
  resealed: one.resealed + other.resealed,
  current: one.current + other.current,
})
