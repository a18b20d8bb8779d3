import type { AttemptStore, Instant, System, Unavailable } from '@keepsake/domain'
import type { Counter, Way } from '@keepsake/domain/rules'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { keepNewestOfGroups, type NewestOfGroups } from './newest-of-groups.ts'

/** An attempt that was counted by this way, or for which it is not known whether it was counted. */
export type Admitted = { readonly way: Way; readonly mark: string }

/** A proof for which no attempt at a password was counted. */
export const nothingCounted: Admitted = { way: [], mark: '' }

/**
 * Marks of attempts that are still to be taken back, by counter. If a storage has just failed, it would fail again. So
 * they wait in this process, and are taken back together with the next attempt by the same counter.
 */
export type Returns = NewestOfGroups<true>

const mostReturns = { inGroup: 16, inAll: 16_384 }

/** Makes an empty list of attempts to take back. */
export const openReturns = (): Returns => keepNewestOfGroups(mostReturns)

/** Enough that no two attempts have the same mark. */
const markBytes = 9

/** Makes a mark for one attempt. */
export const newMark = ({ ports }: { readonly ports: { readonly system: System } }): string =>
  Buffer.from(ports.system.randomBytes(markBytes)).toString('base64url')

/**
 * Sees to it that an attempt is taken back which has failed before its answer was checked, or with a right answer: the user
 * tries again and must not wait. Answers the failure.
 */
export const takeBackLater = (
  { way, mark }: Admitted,
  failure: Unavailable,
  { returns }: { readonly returns: Returns },
): ResultAsync<never, Unavailable> => {
  for (const counted of way) returns.put(nameOf(counted), mark, true)
  return errAsync(failure)
}

/** The attempts of a counter that are to be taken back. */
export const returnsOf = (counted: Counter, returns: Returns): readonly string[] =>
  returns.keysOf(nameOf(counted))

/** Forgets attempts of a counter that were taken back. */
export const forgetReturns = (counted: Counter, marks: readonly string[], returns: Returns): void => {
  for (const mark of marks) returns.remove(nameOf(counted), mark)
}

/** Takes back attempts of one counter. */
export const takeBackOf = (
  { kind, key, limit }: Counter,
  marks: readonly string[],
  attempts: AttemptStore,
  now: Instant,
): ResultAsync<void, Unavailable> => inOrder(marks, (mark) => attempts.takeBack(kind, key, mark, limit, now))

const nameOf = ({ kind, key }: Counter): string => `${kind} ${key}`

const inOrder = <T>(
  [first, ...others]: readonly T[],
  work: (each: T) => ResultAsync<void, Unavailable>,
): ResultAsync<void, Unavailable> =>
  first === undefined ? okAsync() : work(first).andThen(() => inOrder(others, work))
