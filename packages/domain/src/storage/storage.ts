import type { ResultAsync } from 'neverthrow'
import type { DomainEvent } from '../event/domain-event.ts'
import type { EventDelivery } from '../event/event-endpoint.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { MoveStore } from '../move/move-store.ts'
import type { Notice } from '../notice/notice.ts'
import type { SecondFactorStore } from '../authenticator/second-factor-store.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { PoolKeyStore } from '../secret/pool-key.ts'
import type { AttemptStore } from '../sign-in/attempt-store.ts'
import type { KnownNetworks } from '../sign-in/known-networks.ts'
import type { PoolTraits } from '../pool/pool-traits.ts'
import type { SingleUseStore } from './single-use.ts'
import type { UserPoolId } from '../user/user-pool.ts'
import type { UserStore } from '../user/store/user-store.ts'

/** All that one user pool holds. */
export type Stores = {
  readonly users: UserStore
  readonly credentials: CredentialStore
  readonly secondFactors: SecondFactorStore
  /** What users are to receive. */
  readonly outbox: Outbox<Notice>
  /**
   * What other services are to receive. An event outlives the user that it is about. It waits without a channel until
   * it is copied for each endpoint.
   */
  readonly events: Outbox<DomainEvent | EventDelivery>
  readonly singleUse: SingleUseStore
  readonly attempts: AttemptStore
  readonly knownNetworks: KnownNetworks
  readonly moves: MoveStore
  /** Keys of the pool itself. */
  readonly poolKeys: PoolKeyStore
  readonly traits: PoolTraits
}

/** The stores of one pool. Call each verb by itself, or several in one transaction. */
export type PoolStorage = Stores & {
  /**
   * Runs the work in one transaction. If the work succeeds, the transaction commits, and the call resolves only once
   * the commit is durable. If the work fails or throws, nothing of it stays. Nothing stays either once one of its verbs
   * was `Unavailable`. The work uses the stores that it is given and no others; these no longer answer once the work
   * has ended. The work may run again, from its start, if the engine asks for it.
   */
  readonly atomically: <T, E>(work: (stores: Stores) => ResultAsync<T, E>) => ResultAsync<T, E | Unavailable>
}

/** Port: where all data is stored. What is done in one pool neither touches another pool nor is seen there. */
export type Storage = {
  readonly inPool: (pool: UserPoolId) => PoolStorage
  /**
   * Waits for the work under way, for at most `patienceMs` (ten seconds if absent), and releases what the storage
   * holds. Work that has not ended by then is broken off and `Unavailable`, and so is every call after it.
   */
  readonly close: (patienceMs?: number) => ResultAsync<void, Unavailable>
}
