import {
  generatePassword,
  type PasswordHash,
  type PhoneContext,
  type PoolSettings,
  type PoolStorage,
  type SealPlace,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { IdentityPorts } from './ports.ts'

/** What every use case works with: the ports, the pool's settings and the pool's part of the storage. */
export type Context = {
  readonly ports: IdentityPorts
  readonly settings: PoolSettings
  readonly storage: PoolStorage
  readonly phoneContext: PhoneContext
  /** The hash of a password that nobody has, to be checked where there is none, so that both take as long. */
  readonly decoy: () => ResultAsync<PasswordHash, Unavailable>
}

export const makeContext = (ports: IdentityPorts, settings: PoolSettings): Context => {
  let decoy: ResultAsync<PasswordHash, Unavailable> | undefined
  return {
    ports,
    settings,
    storage: ports.storage.inPool(settings.pool),
    phoneContext: { phones: ports.phoneNumbers, phoneCountryCode: settings.phoneCountryCode },
    decoy: () =>
      (decoy ??= ports.passwordHasher
        .hash(generatePassword(ports.sources.randomBytes, settings.passwords.policy))
        .mapErr((failure) => {
          // A hasher that did not answer once may answer the next time.
          decoy = undefined
          return failure
        })),
  }
}

/** Where a secret of this user rests. */
export const sealPlace = (context: Context, user: UserId, field: SealPlace['field']): SealPlace => ({
  pool: context.settings.pool,
  user,
  field,
})
