import { availableParallelism } from 'node:os'
import type {
  PhoneContext,
  PoolSettings,
  PoolStorage,
  SealedField,
  SealPlace,
  UserId,
} from '@keepsake/domain'
import { openFairQueue, type FairQueue } from './fair-queue/fair-queue.ts'
import type { IdentityPorts } from './ports.ts'
import { openDecoys, type Decoys } from './use-cases/sign-in/decoys.ts'

/** What every use case works with: the ports, the pool's settings and the pool's part of the storage. */
export type Context = {
  readonly ports: IdentityPorts
  readonly settings: PoolSettings
  readonly storage: PoolStorage
  readonly phoneContext: PhoneContext
  readonly decoys: Decoys
  /** Where everybody waits whose login is to be looked up. */
  readonly lookups: FairQueue
  /** Where everybody waits whose password is to be checked. */
  readonly checks: FairQueue
  /** Where those wait who have proved that they may set a password. */
  readonly changes: FairQueue
}

/** More than any database does at once for one process, and few enough for turns to come soon. */
const lookupsAtOnce = 16

/**
 * A turn at the processor is short of work where nobody looks something up meanwhile; more would only stand there before
 * those whose turn it is next.
 */
const checksAtOnce = Math.max(4, 2 * availableParallelism())

/** For so many new passwords of one batch, or of all users, a turn is asked at a time. */
export const hashesAtOnce = 16

export const makeContext = (ports: IdentityPorts, settings: PoolSettings): Context => {
  const storage = ports.storage.inPool(settings.pool)
  return {
    ports,
    settings,
    storage,
    phoneContext: { phones: ports.phoneNumbers, phoneCountryCode: settings.phoneCountryCode },
    decoys: openDecoys(ports, storage, settings),
    lookups: openFairQueue({ part: 'storage', atOnce: lookupsAtOnce }),
    checks: openFairQueue({ part: 'password-hasher', atOnce: checksAtOnce }),
    changes: openFairQueue({ part: 'password-hasher', atOnce: hashesAtOnce }),
  }
}

/** Where a secret of this user rests. */
export const sealPlace = (context: Context, user: UserId, field: SealedField): SealPlace => ({
  ...field,
  pool: context.settings.pool,
  user,
})
