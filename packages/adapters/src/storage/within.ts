/** The answer, if it comes within so many ms. Where it does not, `tooLate` says so, and what comes later is dropped. */
export const within = <T>(ms: number, answer: Promise<T>, tooLate: () => Error): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/** So many ms in words: `20 s`. */
export const inSeconds = (ms: number): string => `${ms / 1000} s`

/** What may come over a connection while somebody waits for an answer on it. */
export type Break = {
  /** The answer, unless the break happens first. */
  readonly orAnswer: <T>(answer: Promise<T>) => Promise<T>
  readonly happen: (reason: Error) => void
}

export const newBreak = (): Break => {
  const { promise, reject } = Promise.withResolvers<never>()
  // Nobody may be waiting.
  promise.catch(() => undefined)
  return { orAnswer: (answer) => Promise.race([answer, promise]), happen: reject }
}
