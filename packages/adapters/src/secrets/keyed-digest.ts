import { createHmac } from 'node:crypto'
import type { KeyedDigest } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import { deriveKey, openKeyRing, type SealingKeyProblem, type SealingKeys } from './key-ring.ts'

export type { SealingKey, SealingKeyProblem, SealingKeys } from './key-ring.ts'

/** HMAC-SHA-256 under a key of its own, derived from the current one of the secret box. */
export const openKeyedDigest = (keys: SealingKeys): Result<KeyedDigest, SealingKeyProblem> =>
  openKeyRing(keys, (key) => deriveKey(key, 'keyed digest')).map(
    ({ current }) =>
      (text) =>
        createHmac('sha256', current.key).update(text, 'utf8').digest(),
  )
