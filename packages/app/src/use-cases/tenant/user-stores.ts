import type {
  AttemptStore,
  CredentialStore,
  DamagedSecondFactor,
  DomainEvent,
  HashCount,
  KnownNetworks,
  Notice,
  SecondFactor,
  SecondFactorStore,
  Outbox,
  SingleUseStore,
  Unavailable,
  UserId,
  UserStore,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'

/**
 * The part of a storage that use cases about users need: all verbs that also make sense for a part of a pool. A new verb
 * does not compile until the tenant's version of it exists (`openTenantStorage`).
 */
export type UserStores = {
  readonly users: UserStore
  readonly credentials: Omit<CredentialStore, 'survey'> & {
    readonly survey: () => ResultAsync<readonly HashCount[], Unavailable>
  }
  readonly secondFactors: Omit<SecondFactorStore, 'list' | 'reseal'> & {
    readonly list: (
      after: UserId | undefined,
      limit: number,
    ) => ResultAsync<readonly (SecondFactor | DamagedSecondFactor)[], Unavailable>
  }
  readonly outbox: Pick<Outbox<Notice>, 'addAll'>
  readonly events: Pick<Outbox<DomainEvent>, 'addAll'>
  readonly singleUse: SingleUseStore
  readonly attempts: AttemptStore
  readonly knownNetworks: KnownNetworks
}

/** The same with transactions. A `PoolStorage` is one: it shows all users of the pool. */
export type UserStorage = UserStores & {
  readonly atomically: <T, E>(
    work: (stores: UserStores) => ResultAsync<T, E>,
  ) => ResultAsync<T, E | Unavailable>
}
