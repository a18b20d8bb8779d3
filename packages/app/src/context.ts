import type {
  PhoneContext,
  PoolSettings,
  PoolStorage,
  SealedField,
  SealPlace,
  UserId,
} from '@keepsake/domain'
import type { IdentityPorts } from './ports.ts'
import { openDecoys, type Decoys } from './use-cases/sign-in/decoys.ts'

/** What every use case works with: the ports, the pool's settings and the pool's part of the storage. */
export type Context = {
  readonly ports: IdentityPorts
  readonly settings: PoolSettings
  readonly storage: PoolStorage
  readonly phoneContext: PhoneContext
  readonly decoys: Decoys
}

export const makeContext = (ports: IdentityPorts, settings: PoolSettings): Context => {
  const storage = ports.storage.inPool(settings.pool)
  return {
    ports,
    settings,
    storage,
    phoneContext: { phones: ports.phoneNumbers, phoneCountryCode: settings.phoneCountryCode },
    decoys: openDecoys(ports, storage, settings),
  }
}

/** Where a secret of this user rests. */
export const sealPlace = (context: Context, user: UserId, field: SealedField): SealPlace => ({
  ...field,
  pool: context.settings.pool,
  user,
})
