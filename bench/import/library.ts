import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import type { BatchMode, CreateUsers, IdentityPorts } from '@keepsake/app'
import type { PoolStorage, SecretBox, RecoveryCodeHasher } from '@keepsake/domain'
import { openIdentity, openPorts } from '../open-identity.ts'
import type { Contender } from './contender.ts'
import { newStopwatch, type Stopwatch } from './stopwatch.ts'

/** The library on SQLite: takes batches of users through `createUsers`. */
export const openLibrary = async (file: string, mode: BatchMode): Promise<Contender<CreateUsers>> => {
  const storage = (await openSqliteStorage({ file }))._unsafeUnwrap()
  const stopwatch = newStopwatch()
  const ports = openPorts(storage)
  const identity = openIdentity(watched(ports, stopwatch))
  return {
    insert: async (batch) => {
      stopwatch.start()
      const report = await identity.createUsers({ ...batch, mode })
      const times = stopwatch.stop()
      if (report.isErr()) throw new Error('The batch was not taken', { cause: report.error })
      if (report.value.created.length !== batch.list.length) throw new Error('Rows of the batch were refused')
      return times
    },
    close: async () => (await storage.close())._unsafeUnwrap(),
  }
}

/** The same ports with a stopwatch that tells judging from sealing and storing, at some 100 ns a reading. */
const watched = (ports: IdentityPorts, stopwatch: Stopwatch): IdentityPorts => {
  const { storage, secretBox, recoveryCodeHasher, sources } = ports
  return {
    ...ports,
    storage: { ...storage, inPool: (pool) => watchedStorage(storage.inPool(pool), stopwatch) },
    secretBox: {
      ...secretBox,
      seal: stopwatch.during('sealing', secretBox.seal) satisfies SecretBox['seal'],
    },
    recoveryCodeHasher: {
      ...recoveryCodeHasher,
      hash: stopwatch.during('sealing', recoveryCodeHasher.hash) satisfies RecoveryCodeHasher['hash'],
    },
    sources: {
      ...sources,
      // The use case asks for the time once, when every row is judged.
      clock: () => {
        stopwatch.judged()
        return sources.clock()
      },
    },
  }
}

const watchedStorage = (storage: PoolStorage, stopwatch: Stopwatch): PoolStorage => ({
  ...storage,
  // SQLite answers within the call.
  users: { ...storage.users, findHeld: stopwatch.during('storage', storage.users.findHeld) },
  atomically: (work) => {
    const started = performance.now()
    return storage.atomically(work).map((value) => {
      stopwatch.add('storage', performance.now() - started)
      return value
    })
  },
})
