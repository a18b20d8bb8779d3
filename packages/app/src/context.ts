import type { PoolSettings, PoolStorage, SealedField, SealPlace, UserId } from '@keepsake/domain'
import type { IdentifierContext } from '@keepsake/domain/rules'
import { openFairQueue, type FairQueue } from './fair-queue/fair-queue.ts'
import { openDecoys, type Decoys } from './guessing/decoys.ts'
import { hideAttempts } from './guessing/hidden-attempts.ts'
import { openRepeats, type Repeats } from './guessing/repeats.ts'
import { openReturns, type Returns } from './guessing/take-back.ts'
import { openSeenNetworks, type SeenNetworks } from './fair-queue/seen-networks.ts'
import type { KeepsakePorts, PoolPorts } from './ports.ts'
import { openKeyForecast, type KeyForecast } from './use-cases/create-users/key-forecast.ts'
import type { OnDamaged } from './use-cases/shared/hide-damage.ts'
import { openDigestKey, type DigestKey } from './use-cases/secrets/digest-key.ts'
import type { UserStorage } from './use-cases/tenant/user-stores.ts'
import { withUsernameCheck } from './use-cases/usernames/checked-storage.ts'

/** What the use cases about users work with: the ports, the pool's settings, and a storage of the visible users. */
export type Context = {
  /** Does not include the storage. Use `storage`, which shows only the visible users. */
  readonly ports: PoolPorts
  readonly digestKey: DigestKey
  readonly settings: PoolSettings
  readonly storage: UserStorage
  /** The tenant that the visible users belong to. Absent if all users of the pool are visible. */
  readonly tenantId?: string
  readonly identifierContext: IdentifierContext
  readonly onDamaged?: OnDamaged
  readonly decoys: Decoys
  readonly repeats: Repeats
  readonly keyForecast: KeyForecast
  readonly returns: Returns
  readonly seenNetworks: SeenNetworks
  /** The queue of callers whose login must be looked up. */
  readonly lookups: FairQueue
  /** The queue of callers whose password must be checked. */
  readonly checks: FairQueue
  /** The queue of callers who have proved that they may set a password. */
  readonly changes: FairQueue
}

/** More than a database handles at once for one process, and few enough that each caller waits only a short time. */
const lookupsAtOnce = 16

/**
 * More than libuv's default number of threads, so that no thread is idle while an attempt is counted. More checks than this
 * would only delay the callers who are next in the queue.
 */
const checksAtOnce = 8

/** How many new passwords may be hashed at a time, for one batch, and for all callers of one process. */
export const hashesAtOnce = 16

/** What an operator's use cases work with: all users of the pool, and the outboxes. */
export type PoolContext = Omit<Context, 'storage' | 'tenantId'> & {
  readonly storage: PoolStorage
  /** The same storage without the check of how usernames are compared. For the code that does this check. */
  readonly uncheckedStorage: PoolStorage
}

/** Makes the context of a whole pool from its ports and settings. */
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
    keyForecast: openKeyForecast(),
    returns: openReturns(),
    seenNetworks: openSeenNetworks(),
    lookups: openFairQueue({ part: 'storage', atOnce: lookupsAtOnce }),
    checks: openFairQueue({ part: 'password-hasher', atOnce: checksAtOnce }),
    changes: openFairQueue({ part: 'password-hasher', atOnce: hashesAtOnce }),
  }
}

/** Where a secret of this user is stored. */
export const sealPlace = (
  context: Pick<Context, 'settings'>,
  user: UserId,
  field: SealedField,
): SealPlace => ({
  ...field,
  pool: context.settings.pool,
  user,
})
