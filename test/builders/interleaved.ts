import type { Storage } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'

type Verb = (...given: readonly unknown[]) => ResultAsync<unknown, unknown>

/**
 * A storage that lets something else happen before each call of its verbs, a transaction being one call: `before` is told
 * how manieth call of all it is, from 0. What happens there must not come back to this storage.
 */
export const interleaved = (storage: Storage, before: (call: number) => Promise<unknown>): Storage => {
  let calls = 0
  const later = (verb: Verb): Verb => {
    return (...given) => ResultAsync.fromSafePromise(before(calls++)).andThen(() => verb(...given))
  }
  return {
    ...storage,
    inPool: (id) => {
      const { atomically, ...stores } = storage.inPool(id)
      const all = Object.entries(stores).map(([name, store]) => [
        name,
        Object.fromEntries(Object.entries(store).map(([verb, call]) => [verb, later(call as Verb)])),
      ])
      return { ...Object.fromEntries(all), atomically: later(atomically as Verb) } as ReturnType<
        Storage['inPool']
      >
    },
  }
}
