import { setImmediate } from 'node:timers/promises'
import pLimit from 'p-limit'

/** Work that yields often, at the latest each millisecond, so that it can be interrupted. */
export type Steps<T> = Generator<undefined, T, undefined>

/** In ms. One slice runs between two turns of the event loop, so other work hardly waits longer than this. */
const sliceLength = 4

/** One at a time: several slices in a row would block the event loop as long as one slice of their total length. */
const slices = pLimit(1)

/**
 * Does work for which node has no thread, in slices. Between the slices the event loop runs everything else. Own
 * threads would avoid even these slices, but they would need a pool, and a file that every bundler has to find.
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
 * The most bytes that one check may feed to a digest that takes the password again in every round: 512 MiB are 1 to 2
 * s. Without it, a caller who tries a long password on a hash with many rounds would decide the cost of the check.
 */
const maxFed = 2 ** 29

/**
 * The part of a password that this many rounds may take. A password that does not fit is wrong, after the same work.
 */
export const affordable = (
  password: Buffer,
  rounds: number,
): { readonly bytes: Buffer; readonly whole: boolean } => {
  const bytes = password.subarray(0, Math.floor(maxFed / rounds))
  return { bytes, whole: bytes.length === password.length }
}
