/** The answer, if it comes within this many ms. If it does not, `tooLate` says so, and a later answer is dropped. */
export const within = <T>(ms: number, answer: Promise<T>, tooLate: () => Error): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/** A number of ms in words: `20 s`. */
export const inSeconds = (ms: number): string => `${ms / 1000} s`

/** A break of the connection that may happen while an answer is awaited. */
export type Break = {
  /** The answer, unless the break happens first. */
  readonly orAnswer: <T>(answer: Promise<T>) => Promise<T>
  readonly happen: (reason: Error) => void
}

export const newBreak = (): Break => {
  const { promise, reject } = Promise.withResolvers<never>()
  // It may be that nothing awaits this promise.
  promise.catch(() => undefined)
  return { orAnswer: (answer) => Promise.race([answer, promise]), happen: reject }
}
