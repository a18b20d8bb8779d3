import { domainEvent, notice } from '@keepsake/domain/guard'
import { openHorizon, type Horizon } from '../horizon.ts'
import type { StoresOver } from '../storage-over.ts'
import { sqlAttempts } from './attempts.ts'
import { sqlCredentials } from './credentials.ts'
import type { Dialect } from './dialect.ts'
import { sqlKnownNetworks } from './known-networks.ts'
import { sqlSecondFactors } from './second-factors.ts'
import { sqlOutbox } from './outbox.ts'
import { sqlMoves } from './moves/moves.ts'
import { sqlPoolKeys } from './pool-keys.ts'
import { sqlSingleUse } from './single-use.ts'
import { sqlTraits } from './traits.ts'
import { sqlUsers } from './users.ts'
import type { SqlView } from './view.ts'

/** All stores of a pool in an SQL database with this dialect. */
export const sqlStores =
  (dialect: Dialect, horizon: Horizon = openHorizon()): StoresOver<SqlView> =>
  (session, pool) => ({
    users: sqlUsers(session, pool, dialect),
    credentials: sqlCredentials(session, pool, dialect),
    secondFactors: sqlSecondFactors(session, pool, dialect),
    outbox: sqlOutbox('keepsake_outbox', notice, session, pool, dialect),
    events: sqlOutbox('keepsake_events', domainEvent, session, pool, dialect),
    singleUse: sqlSingleUse(session, pool, dialect, horizon),
    attempts: sqlAttempts(session, pool, dialect, horizon),
    knownNetworks: sqlKnownNetworks(session, pool, dialect, horizon),
    moves: sqlMoves(session, pool, dialect),
    poolKeys: sqlPoolKeys(session, pool, dialect),
    traits: sqlTraits(session, pool, dialect),
  })
