/** Work under way. */
export type Work = {
  /** Follows one piece of work. The returned promise ends with it, or when it is given up. */
  readonly watch: <T>(running: Promise<T>) => Promise<T>
  /** Waits for all of the work, for at most this many ms. Answers whether all of it has ended. */
  readonly endWithin: (ms: number) => Promise<boolean>
  /** Stops waiting for what has not ended yet: each piece fails for this reason, whatever its later result. */
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
