/** Limits how long something keeps the event loop busy without a pause. */
export type Slices = {
  /**
   * Whether time is left before the event loop must do other things. If not, `onNext` is called when there is time again.
   */
  readonly isOpen: () => boolean
}

/**
 * Opens slices of `ms` milliseconds. A slice begins when `isOpen` is first called. `onNext` is called when the next slice
 * may begin.
 */
export const openSlices = (ms: number, onNext: () => void): Slices => {
  let endsAt: number | undefined
  const next = (): void => {
    endsAt = undefined
    onNext()
  }
  return {
    isOpen: () => {
      if (endsAt === undefined) {
        endsAt = performance.now() + ms
        setImmediate(next)
      }
      return performance.now() < endsAt
    },
  }
}
