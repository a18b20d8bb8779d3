/** How much of the event loop's time something takes at a stretch. */
export type Slices = {
  /** Whether there is time left before the event loop sees to all else; if not, it is said when there is again. */
  readonly isOpen: () => boolean
}

/** Slices of so many ms, each of which begins when it is first asked for. `onNext` is told of the next one. */
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
