import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import type { BatchMode, CreateUsers, KeepsakePorts } from '@keepsake/app'
import type { PoolStorage, RecoveryCodeHasher, SecretBox, Storage } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { openKeepsake, openPorts } from '../open-keepsake.ts'
import type { Contender } from './contender.ts'
import type { EngineName } from './engines.ts'
import { newStopwatch, type Stopwatch } from './stopwatch.ts'

const storages: Readonly<Record<EngineName, (database: string) => Promise<Storage>>> = {
  sqlite: (file) => openSqliteStorage({ file }),
  postgres: (url) => openPostgresStorage({ url }),
  mariadb: (url) => openMysqlStorage({ url }),
}

/** Opens the library's storage in a database, whose tables it makes. */
export const openStorage = (engine: EngineName, database: string): Promise<Storage> =>
  storages[engine](database)

/** The library: takes batches of users through `users.create`. */
export const openLibrary = async (
  engine: EngineName,
  database: string,
  mode: BatchMode,
): Promise<Contender<CreateUsers>> => {
  const storage = await openStorage(engine, database)
  const stopwatch = newStopwatch()
  const keepsake = openKeepsake(watched(await openPorts(storage), stopwatch))
  return {
    prepare: async (batch) => async () => {
      stopwatch.start()
      const report = await keepsake.users.create({ ...batch, mode })
      const parts = stopwatch.stop()
      if (report.isErr()) throw new Error('The batch was not taken', { cause: report.error })
      if (report.value.created.length !== batch.list.length) throw new Error('Rows of the batch were refused')
      return parts
    },
    close: async () => (await storage.close())._unsafeUnwrap(),
  }
}

/** The same ports with a stopwatch that tells judging from sealing and storing, at some 100 ns a reading. */
const watched = (ports: KeepsakePorts, stopwatch: Stopwatch): KeepsakePorts => {
  const { storage, secretBox, recoveryCodeHasher, system } = ports
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
    system: {
      ...system,
      // The use case asks for the time once, when every row is judged.
      clock: () => {
        stopwatch.judged()
        return system.clock()
      },
    },
  }
}

const watchedStorage = (storage: PoolStorage, stopwatch: Stopwatch): PoolStorage => ({
  ...storage,
  users: { ...storage.users, findHeld: (keys) => answered(() => storage.users.findHeld(keys), stopwatch) },
  atomically: (work) => answered(() => storage.atomically(work), stopwatch),
})

const answered = <T, E>(ask: () => ResultAsync<T, E>, stopwatch: Stopwatch): ResultAsync<T, E> => {
  const started = performance.now()
  return ask().map((value) => {
    stopwatch.add('storage', performance.now() - started)
    return value
  })
}
