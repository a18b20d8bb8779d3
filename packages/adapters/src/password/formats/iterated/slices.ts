import { setImmediate } from 'node:timers/promises'
import pLimit from 'p-limit'

/** Work that yields every so often, at the latest each millisecond, so that it can be put aside. */
export type Steps<T> = Generator<undefined, T, undefined>

/** In ms. One slice runs between two turns of the event loop, so nothing waits much longer than this for its own. */
const sliceLength = 4

/** One at a time: several slices in a row would hold up the event loop as long as one of their sum. */
const slices = pLimit(1)

/**
 * Does work that node has no thread for in slices, between which the event loop sees to everything else. Threads of
 * our own would spare it those slices too, but cost a pool to keep and a file that every bundler has to find.
 */
export const inSlices = async <T>(steps: Steps<T>): Promise<T> => {
  for (;;) {
    const step = await slices(() => slice(steps))
    if (step.done === true) return step.value
  }
}

const slice = async <T>(steps: Steps<T>): Promise<IteratorResult<undefined, T>> => {
  await setImmediate()
  const end = performance.now() + sliceLength
  let step = steps.next()
  while (step.done !== true && performance.now() < end) step = steps.next()
  return step
}

/**
 * The most bytes that one check may feed to a digest that takes the password again in every round: 512 MiB are 1 to
 * 2 s. Without it, whoever tries a long password on a hash of many rounds would decide what the check costs.
 */
const maxFed = 2 ** 29

/** As much of a password as so many rounds may take. What does not fit makes a password wrong, after the same work. */
export const affordable = (
  password: Buffer,
  rounds: number,
): { readonly bytes: Buffer; readonly whole: boolean } => {
  const bytes = password.subarray(0, Math.floor(maxFed / rounds))
  return { bytes, whole: bytes.length === password.length }
}
