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
import type { UserStorage } from './use-cases/tenant/user-stores.ts'

/** What the use cases of users work with: the ports, the pool's settings, and a storage of the users there are. */
export type Context = {
  /** All but the storage: it is reached by `storage` alone, which shows nobody but those users. */
  readonly ports: Omit<IdentityPorts, 'storage'>
  readonly settings: PoolSettings
  readonly storage: UserStorage
  /** The tenant whose users there are; absent where they are all of the pool's. */
  readonly tenantId?: string
  readonly phoneContext: PhoneContext
  readonly decoys: Decoys
}

/** What the use cases of an operator work with: the whole of the pool, and what waits to be sent of it. */
export type PoolContext = Omit<Context, 'storage' | 'tenantId'> & { readonly storage: PoolStorage }

export const makeContext = (ports: IdentityPorts, settings: PoolSettings): PoolContext => {
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
export const sealPlace = (
  context: Pick<Context, 'settings'>,
  user: UserId,
  field: SealedField,
): SealPlace => ({
  ...field,
  pool: context.settings.pool,
  user,
})
