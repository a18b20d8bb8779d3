import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { KeyedDigest, Secret } from '@keepsake/domain'
import { algorithms, type Cryptography } from './cryptography.ts'

export type { Cryptography } from './cryptography.ts'

const hashes: ReadonlyMap<string, 'sha256' | 'sm3'> = new Map([
  ['hmac-sha256', 'sha256'],
  ['hmac-sm3', 'sm3'],
])

/** HMAC with SHA-256 or SM3: the one of the cryptography for new keys, either one for existing keys. */
export const openKeyedDigest = (cryptography: Cryptography = 'international'): KeyedDigest => {
  const keys = new WeakMap<Secret<Uint8Array>, KeyObject>()
  /** Made once a key: Node takes five times as long for a digest under bytes as under a key that it knows. */
  const keyOf = (secret: Secret<Uint8Array>): KeyObject => {
    const key = keys.get(secret) ?? createSecretKey(secret.reveal())
    keys.set(secret, key)
    return key
  }
  return {
    algorithm: `hmac-${algorithms[cryptography].hash}`,
    digest: (algorithm, key, text) => {
      const hash = hashes.get(algorithm)
      return hash === undefined ? undefined : createHmac(hash, keyOf(key)).update(text, 'utf8').digest()
    },
  }
}
