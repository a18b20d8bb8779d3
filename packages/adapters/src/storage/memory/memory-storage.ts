import { unavailable, type Storage, type UserPoolId } from '@keepsake/domain'
import type { Engine, Transaction } from '../engine.ts'
import { openHorizon, type Horizon } from '../horizon.ts'
import { storageOver } from '../storage-over.ts'
import { newTurns } from '../turns.ts'
import { memoryAttempts } from './attempts.ts'
import { memoryCredentials } from './credentials.ts'
import { memoryKnownNetworks } from './known-networks.ts'
import { memorySecondFactors } from './second-factors.ts'
import { memoryOutbox } from './outbox.ts'
import { memoryMoves } from './moves/moves.ts'
import { memoryPoolKeys } from './pool-keys.ts'
import { memorySingleUse } from './single-use.ts'
import { newTables, overlay, type Tables } from './tables.ts'
import { memoryTraits } from './traits.ts'
import { memoryUsers } from './users.ts'

/**
 * Opens a storage in the memory of this process, empty, for tests, demonstrations and short-lived user pools. It keeps
 * every promise of the port except one: nothing outlives the process.
 */
export const openMemoryStorage = (): Storage => memoryStorage(openHorizon())

/** The same, with the horizon that decides what is cleared away. */
export const memoryStorage = (horizon: Horizon): Storage =>
  storageOver(memoryEngine(), (session) => ({
    users: memoryUsers(session),
    credentials: memoryCredentials(session),
    secondFactors: memorySecondFactors(session),
    outbox: memoryOutbox(session, ({ outbox }) => outbox),
    events: memoryOutbox(session, ({ events }) => events),
    singleUse: memorySingleUse(session, horizon),
    attempts: memoryAttempts(session, horizon),
    knownNetworks: memoryKnownNetworks(session, horizon),
    moves: memoryMoves(session),
    poolKeys: memoryPoolKeys(session),
    traits: memoryTraits(session),
  }))

const memoryEngine = (): Engine<Tables> => {
  const turns = newTurns()
  const pools = new Map<UserPoolId, Tables>()
  const tablesOf = (pool: UserPoolId): Tables => {
    const tables = pools.get(pool) ?? newTables()
    pools.set(pool, tables)
    return tables
  }
  return {
    begin: async (pool) => begin(tablesOf(pool), await turns.take()),
    read: async (pool, query) => query(tablesOf(pool)),
    isBusy: () => false,
    patience: 0,
    toUnavailable: (error) => unavailable('storage', error),
    close: () => pools.clear(),
  }
}

/** Transactions take turns, so that each sees the state that it changes. */
const begin = (committed: Tables, endTurn: () => void): Transaction<Tables> => {
  const { tables, apply } = overlay(committed)
  return {
    view: tables,
    write: async (change) => {
      const step = overlay(tables)
      const result = await change(step.tables)
      if (result.isOk()) step.apply()
      return result
    },
    commit: apply,
    rollback: endTurn,
  }
}
