import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { parts, type Part, type Unavailable } from '../failure.ts'
import { isObject } from './check.ts'
import { carrierOf, misbehaviour } from './misbehaviour.ts'
import { contentOf, type Answers, type Gives, type Named } from './verb.ts'

type Call = (...given: readonly unknown[]) => unknown

export type AnyAnswers = Answers<unknown, unknown, readonly unknown[]>
export type AnyGives = Gives<unknown, readonly unknown[]>

/**
 * Calls a verb that answers later. If it throws, rejects, or answers something else than it promises, the part is
 * unavailable.
 */
export const guardLater =
  (call: Call, promised: AnyAnswers, { part, name }: Named) =>
  (...given: readonly unknown[]): ResultAsync<unknown, unknown> => {
    try {
      const answered = call(...given)
      if (!isThenable(answered)) return errAsync(misbehaviour(part, `${name} has not answered a promise`))
      return new ResultAsync(
        toPromise(answered).then(
          (answer) => judge(answer, promised, given, { part, name }),
          (cause: unknown) => err(misbehaviour(part, `${name} has rejected`, cause)),
        ),
      )
    } catch (cause) {
      return errAsync(misbehaviour(part, `${name} has thrown`, cause))
    }
  }

/** Waiting for a promise of a promise takes three turns of the event loop, and a batch has thousands of them. */
const toPromise = (answered: PromiseLike<unknown>): Promise<unknown> =>
  answered instanceof ResultAsync ? (answered as unknown as Promise<unknown>) : Promise.resolve(answered)

const judge = (
  answer: unknown,
  promised: AnyAnswers,
  given: readonly unknown[],
  { part, name }: Named,
): Result<unknown, unknown> => {
  try {
    const content = contentOf(answer)
    if (content === undefined) return err(misbehaviour(part, `${name} has answered no result`))
    if ('value' in content)
      return promised.value(content.value, ...given)
        ? ok(content.value)
        : err(misbehaviour(part, `${name} has answered another value than it promises`))
    if (isUnavailable(content.error) || promised.failure(content.error)) return err(content.error)
    return err(misbehaviour(part, `${name} has failed with something else than it promises`))
  } catch (cause) {
    return err(misbehaviour(part, `${name} has answered what cannot be read`, cause))
  }
}

/**
 * Calls a verb that answers at once. If it throws, or answers something else than it promises, this throws an error
 * that says that the part is unavailable.
 */
export const guardNow =
  (call: Call, promised: AnyGives, { part, name }: Named) =>
  (...given: readonly unknown[]): unknown => {
    let answered: unknown
    let isPromised: boolean
    try {
      answered = call(...given)
      isPromised = promised.value(answered, ...given)
    } catch (cause) {
      throw carrierOf(misbehaviour(part, `${name} has thrown`, cause))
    }
    if (isPromised) return answered
    // A promise that is answered instead of its value may reject, with no handler.
    if (isThenable(answered)) answered.then(ignore, ignore)
    throw carrierOf(misbehaviour(part, `${name} has answered another value than it promises`))
  }

const ignore = (): void => undefined

export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  isObject(value) && 'then' in value && typeof value.then === 'function'

export const isUnavailable = (failure: unknown): failure is Unavailable =>
  isObject(failure) &&
  'kind' in failure &&
  failure.kind === 'unavailable' &&
  'part' in failure &&
  parts.includes(failure.part as Part)
