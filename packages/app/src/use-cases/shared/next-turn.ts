import { ResultAsync } from 'neverthrow'

/** Lets the event loop do everything that waits for it. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

/** Passes on a value after the event loop has done everything that waits for it. Used between the pages of a long walk. */
export const atNextTurn = <T>(value: T): ResultAsync<T, never> =>
  ResultAsync.fromSafePromise(nextTurn().then(() => value))
