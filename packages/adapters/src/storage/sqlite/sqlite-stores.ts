import type { StoresOver } from '../synchronous-storage.ts'
import type { Connection } from './connection.ts'
import { sqliteAttempts } from './attempts.ts'
import { sqliteCredentials } from './credentials.ts'
import { sqliteKnownSources } from './known-sources.ts'
import { sqliteOtps } from './otps.ts'
import { sqliteOutbox } from './outbox.ts'
import { sqliteSingleUse } from './single-use.ts'
import { sqliteUsers } from './users.ts'

/** All stores of a pool in SQLite. */
export const sqliteStores: StoresOver<Connection> = (session, pool) => ({
  users: sqliteUsers(session, pool),
  credentials: sqliteCredentials(session, pool),
  otps: sqliteOtps(session, pool),
  outbox: sqliteOutbox(session, pool),
  singleUse: sqliteSingleUse(session, pool),
  attempts: sqliteAttempts(session, pool),
  knownSources: sqliteKnownSources(session, pool),
})
