import { userId, type Instant, type Stores, type UserId } from '@keepsake/domain'
import fc from 'fast-check'
import type { ResultAsync } from 'neverthrow'

/** One call of a verb of the port, which can be made on any storage. */
export type PortCall = {
  /** The verb and what it is given, for the reader of a counterexample. */
  readonly says: string
  readonly ask: (stores: Stores, now: Instant) => ResultAsync<unknown, { readonly kind: string }>
}

/** Calls of one verb, chosen at random. */
export type Calls = fc.Arbitrary<PortCall>

/** Calls of a verb. Its arguments are plain records: a storage must not see them change, and a counterexample shows them. */
export const call = <T>(
  verb: string,
  given: fc.Arbitrary<T>,
  ask: (given: T, stores: Stores, now: Instant) => ReturnType<PortCall['ask']>,
): Calls =>
  given.map((args) => ({
    says: `${verb} ${JSON.stringify(args)}`,
    ask: (stores, now) => ask(args, stores, now),
  }))

/** What is listed, where the order counts. */
export const inTheirOrder = <T, E>(list: ResultAsync<T, E>): ResultAsync<{ readonly inOrder: T }, E> =>
  list.map((inOrder) => ({ inOrder }))

/** Any of the values. */
export const among = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
/** None to three. */
export const fewOf = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 3 })

/** The ids there may be: few, so that calls meet. */
export const user: fc.Arbitrary<UserId> = among('ann', 'bob', 'cy').map(userId)
export const users: fc.Arbitrary<UserId[]> = fewOf(user)

/** So many milliseconds, from none to the four steps that the clock may go at a time. */
export const moment: fc.Arbitrary<number> = fc.nat({ max: 4 }).map((times) => times * 500)
