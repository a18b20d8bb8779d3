import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { KeyedDigest, Secret } from '@keepsake/domain'
import { algorithms, type Cryptography } from './cryptography.ts'

export type { Cryptography } from './cryptography.ts'

const hashes: ReadonlyMap<string, 'sha256' | 'sm3'> = new Map([
  ['hmac-sha256', 'sha256'],
  ['hmac-sm3', 'sm3'],
])

/** HMAC with SHA-256 or SM3: the one of the cryptography for new keys, either one for existing keys. */
export const openKeyedDigest = (cryptography: Cryptography = 'international'): KeyedDigest => ({
  algorithm: `hmac-${algorithms[cryptography].hash}`,
  digest: (algorithm, key, text) => {
    const hash = hashes.get(algorithm)
    return hash === undefined ? undefined : createHmac(hash, keyObjectOf(key)).update(text, 'utf8').digest()
  },
})

/** If it gets the bytes at each call, node:crypto takes twice as long. */
const keyObjects = new WeakMap<Secret<Uint8Array>, KeyObject>()

const keyObjectOf = (key: Secret<Uint8Array>): KeyObject => {
  const known = keyObjects.get(key) ?? createSecretKey(key.reveal())
  keyObjects.set(key, known)
  return known
}
