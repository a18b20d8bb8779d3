import type { ForeignRecoveryHash } from './draft-recovery-code.ts'
import { recoveryCodeHash, type RecoveryCodeHash } from './recovery-code-hasher.ts'

/** A recovery code's hash of another system, as it rests: JSON, which none of our own hashes looks like. */
export const keptForeignHash = ({ scheme, encoded }: ForeignRecoveryHash): RecoveryCodeHash =>
  recoveryCodeHash(JSON.stringify({ scheme, encoded }))

/** Reads what `keptForeignHash` wrote; nothing for a hash of our own. */
export const readForeignHash = (hash: RecoveryCodeHash): ForeignRecoveryHash | undefined =>
  hash.startsWith('{') ? (JSON.parse(hash) as ForeignRecoveryHash) : undefined
