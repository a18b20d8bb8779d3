import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { KeyedDigest } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import { openKeyRing, type SealingKeyProblem, type SealingKeys } from './key-ring.ts'

export type { SealingKey, SealingKeyProblem, SealingKeys } from './key-ring.ts'

/** HMAC-SHA-256 under a key of its own, derived from the current one of the secret box. */
export const openKeyedDigest = (keys: SealingKeys): Result<KeyedDigest, SealingKeyProblem> =>
  openKeyRing(keys, deriveKey).map(
    ({ current }) =>
      (text) =>
        createHmac('sha256', current.key).update(text, 'utf8').digest(),
  )

/** One key, one purpose: what leaks about this one tells nothing about the sealing key (RFC 5869). */
const deriveKey = (key: KeyObject): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'keepsake keyed digest v1', 32)))
