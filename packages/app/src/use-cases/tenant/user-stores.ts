import type {
  AttemptStore,
  CredentialStore,
  DamagedOtpSet,
  DomainEvent,
  HashCount,
  KnownSources,
  Notice,
  OtpSet,
  OtpStore,
  Outbox,
  SingleUseStore,
  Unavailable,
  UserId,
  UserStore,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'

/**
 * What the use cases of users reach of a storage: all verbs that mean something for a part of a pool as well. Whatever is
 * added here does not compile before a tenant's part of it is written (`openTenantStorage`).
 */
export type UserStores = {
  readonly users: UserStore
  readonly credentials: Omit<CredentialStore, 'survey'> & {
    readonly survey: () => ResultAsync<readonly HashCount[], Unavailable>
  }
  readonly otps: Omit<OtpStore, 'list' | 'reseal'> & {
    readonly list: (
      after: UserId | undefined,
      limit: number,
    ) => ResultAsync<readonly (OtpSet | DamagedOtpSet)[], Unavailable>
  }
  readonly outbox: Pick<Outbox<Notice>, 'addAll'>
  readonly events: Pick<Outbox<DomainEvent>, 'addAll'>
  readonly singleUse: SingleUseStore
  readonly attempts: AttemptStore
  readonly knownSources: KnownSources
}

/** The same, with transactions over them. A `PoolStorage` is one: that of everybody in the pool. */
export type UserStorage = UserStores & {
  readonly atomically: <T, E>(
    work: (stores: UserStores) => ResultAsync<T, E>,
  ) => ResultAsync<T, E | Unavailable>
}
