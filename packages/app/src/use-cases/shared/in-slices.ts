import { ok, ResultAsync, type Result } from 'neverthrow'

/**
 * Rules take about 0.1 ms a row. So others wait little more than 5 ms, and the pauses cost almost nothing compared with the
 * rows.
 */
const rowsAtATime = 50

/**
 * Maps a list, and lets the event loop do other things now and then. So sign-ins, and answers of the database to other
 * calls, do not wait for the whole batch.
 */
export const inSlices = <T, U>(
  list: readonly T[],
  make: (element: T, index: number) => U,
): ResultAsync<readonly U[], never> => new ResultAsync(slices(list, make))

const slices = async <T, U>(
  list: readonly T[],
  make: (element: T, index: number) => U,
): Promise<Result<readonly U[], never>> => {
  const made: U[] = []
  for (const [index, element] of list.entries()) {
    if (index > 0 && index % rowsAtATime === 0) await nextTurn()
    made.push(make(element, index))
  }
  return ok(made)
}

/** Lets the event loop do everything that waits for it. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

/** Passes on a value after the event loop has done everything that waits for it. Used between the pages of a long walk. */
export const atNextTurn = <T>(value: T): ResultAsync<T, never> =>
  ResultAsync.fromSafePromise(nextTurn().then(() => value))
