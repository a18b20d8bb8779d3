import type { Storage } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import { wrapStorage } from './wrapped-storage.ts'

type Verb = (...given: readonly unknown[]) => ResultAsync<unknown, unknown>

/** What is let happen before a call; it is told how manieth call of all it is, from 0. */
type Before = (call: number) => Promise<unknown>

/**
 * A storage that lets something else happen before each call of its verbs, a transaction being one call. What happens there
 * must not come back to this storage.
 */
export const interleaved = (storage: Storage, before: Before): Storage => {
  const later = counting(before)
  return {
    ...storage,
    inPool: (id) => {
      const { atomically, ...stores } = storage.inPool(id)
      return { ...withEachVerb(stores, later), atomically: later(atomically as Verb) } as ReturnType<
        Storage['inPool']
      >
    },
  }
}

/** The same before each verb, those inside of a transaction too: what happens there must not wait for the transaction. */
export const interleavedInside = (storage: Storage, before: Before): Storage => {
  const later = counting(before)
  return wrapStorage(storage, (stores) => withEachVerb(stores, later))
}

const counting = (before: Before): ((verb: Verb) => Verb) => {
  let calls = 0
  return (verb) =>
    (...given) =>
      ResultAsync.fromSafePromise(before(calls++)).andThen(() => verb(...given))
}

const withEachVerb = <S extends object>(stores: S, later: (verb: Verb) => Verb): S =>
  Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [
      name,
      Object.fromEntries(Object.entries(store as object).map(([verb, call]) => [verb, later(call as Verb)])),
    ]),
  ) as S
