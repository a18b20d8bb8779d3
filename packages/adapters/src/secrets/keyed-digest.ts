import { createHmac, createSecretKey } from 'node:crypto'
import type { KeyedDigest } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import { algorithms, type Cryptography } from './cryptography.ts'
import { deriveKey, openKeyRing, type SealingKeyProblem, type SealingKeys } from './key-ring.ts'

export type { Cryptography } from './cryptography.ts'
export type { SealingKey, SealingKeyProblem, SealingKeys } from './key-ring.ts'

/** HMAC, with SHA-256 or SM3, under a key of its own that is derived from the current sealing key. */
export const openKeyedDigest = (
  keys: SealingKeys,
  cryptography: Cryptography = 'international',
): Result<KeyedDigest, SealingKeyProblem> =>
  openKeyRing(keys).map(({ current }) => {
    const { hash } = algorithms[cryptography]
    const key = createSecretKey(deriveKey(current.key, 'keyed digest', hash))
    return (text) => createHmac(hash, key).update(text, 'utf8').digest()
  })
