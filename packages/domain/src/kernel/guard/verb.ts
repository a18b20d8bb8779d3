import type { Result, ResultAsync } from 'neverthrow'
import type { Part, Unavailable } from '../failure.ts'
import { never, type Check } from './check.ts'

/** A check that may go by what the verb was given. */
type CheckOf<T, Given extends readonly unknown[]> = (value: unknown, ...given: Given) => value is T

/** What a verb promises that answers a result in its own time: the value, and what else it may fail with but `Unavailable`. */
export type Answers<T, E, Given extends readonly unknown[]> = {
  readonly when: 'later'
  readonly value: CheckOf<T, Given>
  readonly failure: Check<E>
}

/** What a verb promises that answers at once: a value, and nothing that could be wrong with it. */
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

/** What all verbs of a port promise. One that a port gets does not compile until it stands in its table. */
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

/** Whether a value is a result whose content is as promised. */
export const resultOf =
  <T, E>(value: Check<T>, failure: Check<E>): Check<Result<T, E>> =>
  (answer): answer is Result<T, E> => {
    const content = contentOf(answer)
    return content !== undefined && ('value' in content ? value(content.value) : failure(content.error))
  }

type Content = { readonly value: unknown } | { readonly error: unknown }

/** What is in a result, of whichever copy of neverthrow; nothing where a value is none. */
export const contentOf = (answer: unknown): Content | undefined => {
  if (typeof answer !== 'object' || answer === null) return undefined
  const { isOk, isErr, value, error } = answer as Readonly<Record<string, unknown>>
  if (typeof isOk !== 'function' || typeof isErr !== 'function') return undefined
  const [ok, failed]: readonly unknown[] = [isOk.call(answer), isErr.call(answer)]
  if (ok === true && failed === false) return { value }
  return ok === false && failed === true ? { error } : undefined
}

/** Of which part a verb is, and its name, for an operator. */
export type Named = { readonly part: Part; readonly name: string }
