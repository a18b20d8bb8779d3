import type { ResultAsync } from 'neverthrow'
import type { Brand } from '../kernel/brand.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { RecoveryCode } from './recovery-code.ts'

/** A salted, keyed hash of a recovery code that names its key, such as `v1.<key id>.<salt>.<mac>`. */
export type RecoveryCodeHash = Brand<string, 'RecoveryCodeHash'>

/** Takes text that a store has kept as the hash of a recovery code. */
export const recoveryCodeHash = (text: string): RecoveryCodeHash => text as RecoveryCodeHash

/** Port: keeps recovery codes, which are compared but never read again. */
export type RecoveryCodeHasher = {
  readonly hash: (code: RecoveryCode) => ResultAsync<RecoveryCodeHash, Unavailable>
  /** Compares in constant time. */
  readonly matches: (code: RecoveryCode, hash: RecoveryCodeHash) => ResultAsync<boolean, Unavailable>
}
