import { unavailable, type Storage, type UserPoolId } from '@keepsake/domain'
import type { Engine, Transaction } from '../synchronous-engine.ts'
import { synchronousStorage } from '../synchronous-storage.ts'
import { memoryAttempts } from './attempts.ts'
import { memoryCredentials } from './credentials.ts'
import { memoryKnownSources } from './known-sources.ts'
import { memoryOtps } from './otps.ts'
import { memoryOutbox } from './outbox.ts'
import { memorySingleUse } from './single-use.ts'
import { newTables, overlay, type Tables } from './tables.ts'
import { memoryUsers } from './users.ts'

/**
 * Opens a storage in the memory of this process, empty, for tests, demonstrations and short-lived directories. It keeps
 * every promise of the port but one: nothing outlives the process.
 */
export const openMemoryStorage = (): Storage =>
  synchronousStorage(memoryEngine(), (session) => ({
    users: memoryUsers(session),
    credentials: memoryCredentials(session),
    otps: memoryOtps(session),
    outbox: memoryOutbox(session),
    singleUse: memorySingleUse(session),
    attempts: memoryAttempts(session),
    knownSources: memoryKnownSources(session),
  }))

const memoryEngine = (): Engine<Tables> => {
  const pools = new Map<UserPoolId, Tables>()
  const tablesOf = (pool: UserPoolId): Tables => {
    const tables = pools.get(pool) ?? newTables()
    pools.set(pool, tables)
    return tables
  }
  return {
    begin: (pool) => begin(tablesOf(pool)),
    read: (pool, query) => query(tablesOf(pool)),
    isBusy: () => false,
    patience: 0,
    toUnavailable: (error) => unavailable('storage', error),
    close: () => pools.clear(),
  }
}

const begin = (committed: Tables): Transaction<Tables> => {
  const { tables, apply } = overlay(committed)
  return {
    view: tables,
    write: (change) => {
      const step = overlay(tables)
      const result = change(step.tables)
      if (result.isOk()) step.apply()
      return result
    },
    commit: apply,
    rollback: () => undefined,
  }
}
