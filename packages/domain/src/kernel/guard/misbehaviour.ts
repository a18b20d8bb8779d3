import { unavailable, type Part, type Unavailable } from '../failure.ts'

const found = new WeakSet<Unavailable>()
const carried = new WeakMap<object, Unavailable>()

/**
 * The failure of a port that has thrown, or answered something else than it promises. It does not contain the answer.
 */
export const misbehaviour = (part: Part, what: string, cause?: unknown): Unavailable => {
  const failure = unavailable(part, new Error(what, cause === undefined ? {} : { cause }))
  found.add(failure)
  return failure
}

/** Whether a part is unavailable because it has misbehaved, and not because it says so itself. */
export const isMisbehaviour = (failure: Unavailable): boolean => found.has(failure)

/**
 * The error to throw when a rule calls a port that answers at once, because rules have no other way to fail. The facade
 * catches it.
 */
export const carrierOf = (failure: Unavailable): Error => {
  const carrier = new Error('A port has misbehaved', { cause: failure.cause })
  carried.set(carrier, failure)
  return carrier
}

/** The failure inside a thrown value, if there is one. */
export const carriedBy = (thrown: unknown): Unavailable | undefined =>
  typeof thrown === 'object' && thrown !== null ? carried.get(thrown) : undefined
