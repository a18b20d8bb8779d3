import type { Attack } from './arena.ts'
import { databaseFaults } from './play-faults.ts'
import { hashingFlood } from './play-flood.ts'
import { hostileConnections } from './play-hostile-connections.ts'
import { lockOut } from './play-lock-out.ts'
import { manyAccounts } from './play-many-accounts.ts'
import { singleRequests } from './play-single-requests.ts'

/** Every attack, in the order in which they are played. */
export const attacks: readonly Attack[] = [
  singleRequests,
  hostileConnections,
  hashingFlood,
  manyAccounts,
  lockOut,
  databaseFaults,
]
