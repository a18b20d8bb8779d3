/** Work under way. */
export type Work = {
  /** Follows one piece of it. What comes back ends with it, or as it is given up. */
  readonly watch: <T>(running: Promise<T>) => Promise<T>
  /** Waits for all of it, so many ms at the most. Answers whether all of it has ended. */
  readonly endWithin: (ms: number) => Promise<boolean>
  /** Waits no longer for what has not ended yet: each piece fails for this reason, whatever becomes of it. */
  readonly giveUp: (reason: Error) => void
}

export const newWork = (): Work => {
  const rejections = new Set<(reason: Error) => void>()
  let tellEnd: (() => void) | undefined
  return {
    watch: (running) =>
      new Promise((resolve, reject) => {
        rejections.add(reject)
        running.then(resolve, reject).finally(() => {
          rejections.delete(reject)
          if (rejections.size === 0) tellEnd?.()
        })
      }),
    endWithin: async (ms) => {
      if (rejections.size === 0) return true
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      tellEnd = resolve
      const timer = setTimeout(resolve, ms)
      await ended
      clearTimeout(timer)
      return rejections.size === 0
    },
    giveUp: (reason) => {
      for (const reject of rejections) reject(reason)
    },
  }
}
