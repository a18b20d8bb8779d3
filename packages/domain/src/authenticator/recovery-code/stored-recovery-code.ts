import type { Instant } from '../../kernel/system.ts'
import type { RecoveryCodeHash } from './recovery-code-hasher.ts'

/** A recovery code, as it is stored. It is compared but never read again, so it is hashed. */
export type StoredRecoveryCode = {
  readonly id: string
  readonly hash: RecoveryCodeHash
  /** The same for the same code of the same user, under any id. It reveals nothing of the code. */
  readonly fingerprint: string
  /** When it was used up. */
  readonly usedAt?: Instant
}

/** The most recovery codes of a user, used ones included: each unused one is compared with what somebody types. */
export const mostRecoveryCodes: number = 100
