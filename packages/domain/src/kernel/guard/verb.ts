import type { Result, ResultAsync } from 'neverthrow'
import type { Part, Unavailable } from '../failure.ts'
import { never, type Check } from './check.ts'

/** A check that may depend on the arguments of the verb. */
type CheckOf<T, Given extends readonly unknown[]> = (value: unknown, ...given: Given) => value is T

/**
 * What a verb promises that answers a result later: the value, and the errors it may fail with in addition to
 * `Unavailable`.
 */
export type Answers<T, E, Given extends readonly unknown[]> = {
  readonly when: 'later'
  readonly value: CheckOf<T, Given>
  readonly failure: Check<E>
}

/** What a verb promises that answers at once: a value that is not a result. */
export type Gives<T, Given extends readonly unknown[]> = {
  readonly when: 'now'
  readonly value: CheckOf<T, Given>
}

/** What a verb promises, by its type. */
export type Promised<Verb> = Verb extends (...given: infer Given) => ResultAsync<infer T, infer E>
  ? Answers<T, Exclude<E, Unavailable>, Given>
  : Verb extends (...given: infer Given) => infer T
    ? Gives<T, Given>
    : never

/** What all verbs of a port promise. A new verb of a port does not compile until it is in the port's table. */
export type Promises<Port> = { readonly [V in keyof Port]-?: Promised<NonNullable<Port[V]>> }

export const answers = <T, Given extends readonly unknown[]>(
  value: CheckOf<T, Given>,
): Answers<T, never, Given> => ({ when: 'later', value, failure: never })

export const answersOr = <T, E, Given extends readonly unknown[]>(
  value: CheckOf<T, Given>,
  failure: Check<E>,
): Answers<T, E, Given> => ({ when: 'later', value, failure })

export const gives = <T, Given extends readonly unknown[]>(value: CheckOf<T, Given>): Gives<T, Given> => ({
  when: 'now',
  value,
})

/** Whether a value is a result with the promised content. */
export const resultOf =
  <T, E>(value: Check<T>, failure: Check<E>): Check<Result<T, E>> =>
  (answer): answer is Result<T, E> => {
    const content = contentOf(answer)
    return content !== undefined && ('value' in content ? value(content.value) : failure(content.error))
  }

type Content = { readonly value: unknown } | { readonly error: unknown }

/** The content of a result, from any copy of neverthrow; nothing if the value is no result. */
export const contentOf = (answer: unknown): Content | undefined => {
  if (typeof answer !== 'object' || answer === null) return undefined
  const { isOk, isErr, value, error } = answer as Readonly<Record<string, unknown>>
  if (typeof isOk !== 'function' || typeof isErr !== 'function') return undefined
  const [ok, failed]: readonly unknown[] = [isOk.call(answer), isErr.call(answer)]
  if (ok === true && failed === false) return { value }
  return ok === false && failed === true ? { error } : undefined
}

/** The part that a verb belongs to, and the verb's name, for an operator. */
export type Named = { readonly part: Part; readonly name: string }
