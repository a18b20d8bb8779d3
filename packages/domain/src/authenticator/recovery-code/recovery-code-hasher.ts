import type { ResultAsync } from 'neverthrow'
import type { Brand } from '../../kernel/brand.ts'
import type { Unavailable } from '../../kernel/failure.ts'
import type { SealingBatch } from '../../secret/sealing-batch.ts'
import type { RecoveryCode } from './recovery-code.ts'

/** A keyed hash of a recovery code that names its form, algorithm and key, such as `v1.hmac-sha256.<key id>.<...>.<mac>`. */
export type RecoveryCodeHash = Brand<string, 'RecoveryCodeHash'>

/** Takes text that a store has kept as the hash of a recovery code. */
export const recoveryCodeHash = (text: string): RecoveryCodeHash => text as RecoveryCodeHash

/** Port: hashes recovery codes, which are compared but never read again. */
export type RecoveryCodeHasher = {
  /**
   * Hashes a code under the current key. The hashes of one batch may share a data key: then the same text has the same MAC.
   */
  readonly hash: (code: RecoveryCode, batch?: SealingBatch) => ResultAsync<RecoveryCodeHash, Unavailable>
  /**
   * Compares in constant time. Fails closed: if the key of a hash is not known here, the hash matches nothing and the
   * answer is `Unavailable`.
   */
  readonly matches: (code: RecoveryCode, hash: RecoveryCodeHash) => ResultAsync<boolean, Unavailable>
  /**
   * Whether the hash is under the key that `hash` would use. If it is not, a rotation replaces the hash by `rewrap` of
   * it.
   */
  readonly isCurrent: (hash: RecoveryCodeHash) => boolean
  /** The id of the key that a hash is under, as the hash names it. */
  readonly keyIdOf: (hash: RecoveryCodeHash) => string
  /** The hash of the same code under the current key. Its algorithm stays. */
  readonly rewrap: (hash: RecoveryCodeHash) => ResultAsync<RecoveryCodeHash, Unavailable>
}
