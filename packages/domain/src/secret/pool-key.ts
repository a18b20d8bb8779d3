import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/system.ts'
import type { Sealed } from './secret-box.ts'

/** What a pool uses its own key for. `digest`: for everything that is stored as a keyed digest. */
export type PoolKeyPurpose = 'digest'

/**
 * A key that a pool has for as long as it exists. It is stored sealed, so that the sealing keys may change while this
 * key stays.
 */
export type PoolKey = {
  readonly id: string
  readonly purpose: PoolKeyPurpose
  readonly secret: Sealed
  readonly createdAt: Instant
}

/** Port: the keys of one pool. */
export type PoolKeyStore = {
  readonly find: (purpose: PoolKeyPurpose) => ResultAsync<PoolKey | undefined, Unavailable>
  /**
   * Adds the first key of its purpose, by one conditional write: of any number of calls at the same time, one adds its
   * key, and all answer that key.
   */
  readonly addFirst: (key: PoolKey) => ResultAsync<PoolKey, Unavailable>
  /**
   * Replaces the key that is sealed as `from` by the same key, sealed anew, by one conditional write. `overtaken`: the
   * key is sealed otherwise by now, and stays so.
   */
  readonly reseal: (
    id: string,
    from: Sealed,
    to: Sealed,
  ) => ResultAsync<'resealed' | 'overtaken', Unavailable>
}
