import type {
  IdentifierContext,
  PoolSettings,
  PoolStorage,
  SealedField,
  SealPlace,
  UserId,
} from '@keepsake/domain'
import { openFairQueue, type FairQueue } from './fair-queue/fair-queue.ts'
import type { KeepsakePorts, PoolPorts } from './ports.ts'
import type { OnDamaged } from './use-cases/hide-damage.ts'
import { openDigestKey, type DigestKey } from './use-cases/sealing/digest-key.ts'
import { openDecoys, type Decoys } from './use-cases/sign-in/decoys.ts'
import { hideAttempts } from './use-cases/sign-in/hidden-attempts.ts'
import { openRepeats, type Repeats } from './use-cases/sign-in/repeats.ts'
import type { UserStorage } from './use-cases/tenant/user-stores.ts'
import { withUsernameCheck } from './use-cases/usernames/checked-storage.ts'

/** What the use cases of users work with: the ports, the pool's settings, and a storage of the users there are. */
export type Context = {
  /** Without the storage: it is reached by `storage` alone, which shows nobody but those users. */
  readonly ports: PoolPorts
  readonly digestKey: DigestKey
  readonly settings: PoolSettings
  readonly storage: UserStorage
  /** The tenant whose users there are; absent where they are all of the pool's. */
  readonly tenantId?: string
  readonly identifierContext: IdentifierContext
  readonly onDamaged?: OnDamaged
  readonly decoys: Decoys
  readonly repeats: Repeats
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
 * More than libuv has threads by default, so that none is idle while an attempt is counted; any more would only stand
 * before those whose turn it is next.
 */
const checksAtOnce = 8

/** For so many new passwords of one batch, or of all users, a turn is asked at a time. */
export const hashesAtOnce = 16

/** What the use cases of an operator work with: the whole of the pool, and what waits to be sent of it. */
export type PoolContext = Omit<Context, 'storage' | 'tenantId'> & {
  readonly storage: PoolStorage
  /** The same where nobody asks how usernames are compared: for what looks after that. */
  readonly uncheckedStorage: PoolStorage
}

export const makeContext = (
  ports: KeepsakePorts,
  settings: PoolSettings,
  listeners: Pick<Context, 'onDamaged'> = {},
): PoolContext => {
  const whole = ports.storage.inPool(settings.pool)
  const digestKey = openDigestKey(ports, whole.poolKeys, settings.pool)
  const uncheckedStorage = hideAttempts(whole, digestKey)
  const storage = withUsernameCheck(uncheckedStorage, settings.usernames)
  return {
    ...listeners,
    ports,
    digestKey,
    settings,
    storage,
    uncheckedStorage,
    identifierContext: {
      phones: ports.phoneNumbers,
      phoneCountryCode: settings.phoneCountryCode,
      usernames: settings.usernames,
    },
    decoys: openDecoys({ ...ports, ...digestKey }, storage, settings),
    repeats: openRepeats(),
    lookups: openFairQueue({ part: 'storage', atOnce: lookupsAtOnce }),
    checks: openFairQueue({ part: 'password-hasher', atOnce: checksAtOnce }),
    changes: openFairQueue({ part: 'password-hasher', atOnce: hashesAtOnce }),
  }
}

/** Where a secret of this user rests. */
export const sealPlace = (
  context: Pick<Context, 'settings'>,
  user: UserId,
  field: SealedField,
): SealPlace => ({
  ...field,
  pool: context.settings.pool,
  user,
})
