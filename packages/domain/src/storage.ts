import type { ResultAsync } from 'neverthrow'
import type { DomainEvent } from './event/domain-event.ts'
import type { EventDelivery } from './event/event-endpoint.ts'
import type { Unavailable } from './kernel/failure.ts'
import type { Notice } from './notice/notice.ts'
import type { OtpStore } from './otp/otp-store.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { CredentialStore } from './password/credential-store.ts'
import type { PoolKeyStore } from './secret/pool-key.ts'
import type { AttemptStore } from './sign-in/attempt-store.ts'
import type { KnownSources } from './sign-in/known-sources.ts'
import type { PoolTraits } from './pool-traits.ts'
import type { SingleUseStore } from './single-use.ts'
import type { UserPoolId } from './user/user-pool.ts'
import type { UserStore } from './user/user-store.ts'

/** All that one user pool holds. */
export type Stores = {
  readonly users: UserStore
  readonly credentials: CredentialStore
  readonly otps: OtpStore
  /** What users are told. */
  readonly outbox: Outbox<Notice>
  /**
   * What the service around the directory is told. It outlives the user that it tells of. An event waits without a channel
   * until it is put on its way to each endpoint.
   */
  readonly events: Outbox<DomainEvent | EventDelivery>
  readonly singleUse: SingleUseStore
  readonly attempts: AttemptStore
  readonly knownSources: KnownSources
  /** Keys of the pool itself. */
  readonly poolKeys: PoolKeyStore
  readonly traits: PoolTraits
}

/** The stores of one pool, each verb on its own or several in one transaction. */
export type PoolStorage = Stores & {
  /**
   * Runs the work in one transaction. It commits when the work succeeds, and resolves only once the commit is durable;
   * when the work fails, or throws, nothing of it stays, and nothing either once one of its verbs was `Unavailable`. The
   * work uses the stores it is given and no others, which answer no more once it has ended; it may be run again, from
   * its start, where the engine asks for it.
   */
  readonly atomically: <T, E>(work: (stores: Stores) => ResultAsync<T, E>) => ResultAsync<T, E | Unavailable>
}

/** Port: where everything rests. Nothing that is done in one pool is seen in, or touches, another. */
export type Storage = {
  readonly inPool: (pool: UserPoolId) => PoolStorage
  /**
   * Waits for the work under way, `patienceMs` at the most, ten seconds where absent, and releases what the storage holds.
   * Work that has not ended by then is broken off and `Unavailable`, and so is every call after it.
   */
  readonly close: (patienceMs?: number) => ResultAsync<void, Unavailable>
}
