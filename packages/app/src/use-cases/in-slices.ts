import { ok, ResultAsync, type Result } from 'neverthrow'

/** Rules take some 0.1 ms a row: nobody else waits for much longer than 5 ms, and the pauses cost nothing beside the rows. */
const rowsAtATime = 50

/**
 * Makes something of every element of a list, and lets the event loop see to all else now and then: whoever signs in while
 * a batch is judged, and the database that answers another one.
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

/** Lets the event loop see to all that waits for it. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

/** Hands a value on once the event loop has seen to all that waits for it: between the pages of a long walk. */
export const atNextTurn = <T>(value: T): ResultAsync<T, never> =>
  ResultAsync.fromSafePromise(nextTurn().then(() => value))
