import { openHorizon, storageOver, type Engine } from '@keepsake/adapters/storage/kit'
import { unavailable, type Storage } from '@keepsake/domain'
import type { KeyValueStore } from './key-value.ts'
import { readDocument, writeDocument, type PoolDocument } from './pool-document.ts'
import { attemptsIn, knownNetworksIn, singleUseIn } from './stores/counters.ts'
import { credentialsIn } from './stores/credentials.ts'
import { secondFactorsIn } from './stores/second-factors.ts'
import { outboxIn } from './stores/outbox.ts'
import { movesIn } from './stores/moves.ts'
import { poolKeysIn } from './stores/pool-keys.ts'
import { traitsIn } from './stores/traits.ts'
import { usersIn } from './stores/users.ts'

/** A storage that keeps each pool as one value: for directories of some thousand users that few change at a time. */
export const keyValueStorage = (store: KeyValueStore): Storage => {
  const horizon = openHorizon()
  return storageOver(keyValueEngine(store), (session) => ({
    users: usersIn(session),
    credentials: credentialsIn(session),
    secondFactors: secondFactorsIn(session),
    outbox: outboxIn(session, ({ outbox }) => outbox),
    events: outboxIn(session, ({ events }) => events),
    singleUse: singleUseIn(session, horizon),
    attempts: attemptsIn(session, horizon),
    knownNetworks: knownNetworksIn(session, horizon),
    moves: movesIn(session),
    poolKeys: poolKeysIn(session),
    traits: traitsIn(session),
  }))
}

/** Somebody else has written the pool since it was read. */
const overtaken = new Error('the pool was written meanwhile')

const keyValueEngine = (store: KeyValueStore): Engine<PoolDocument> => ({
  begin: async (pool) => {
    const found = await store.get(pool)
    const view = readDocument(found?.value)
    return {
      view,
      write: async (change) => {
        const before = writeDocument(view)
        const result = await change(view)
        if (result.isErr()) Object.assign(view, readDocument(before))
        return result
      },
      commit: async () => {
        if (!(await store.compareAndSet(pool, found?.version, writeDocument(view)))) throw overtaken
      },
      rollback: () => undefined,
    }
  },
  read: async (pool, query) => query(readDocument((await store.get(pool))?.value)),
  isBusy: (error) => error === overtaken,
  patience: 10_000,
  toUnavailable: (error) => unavailable('storage', error),
  close: () => undefined,
})
