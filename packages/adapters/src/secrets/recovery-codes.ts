import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import {
  cannotOpen,
  conceal,
  recoveryCodeHash,
  type KeyContext,
  type KeyEncryption,
  type RecoveryCode,
  type RecoveryCodeHash,
  type RecoveryCodeHasher,
  type Secret,
  type WrappedKey,
} from '@keepsake/domain'
import { errAsync, fromThrowable } from 'neverthrow'
import { pooledRandomBytes } from '../system/random-pool.ts'
import { algorithms, type Cryptography } from './cryptography.ts'
import { readEnvelope, unknownKey, writeEnvelope } from './envelope.ts'
import { cannotSeal } from './failures.ts'
import { guardedKeyEncryption } from './guarded-key-encryption.ts'
import { openKeyEncryption } from './key-encryption.ts'
import type { SealingKeys } from './key-ring.ts'
import { openSharedKeys } from './shared-keys.ts'
import { wiping } from './wiping.ts'

export type { Cryptography } from './cryptography.ts'
export type { SealingKey, SealingKeys } from './key-ring.ts'

/**
 * Hashes recovery codes under the sealing keys of a secret box in this process. Throws a configuration error if the keys
 * are not usable.
 */
export const openRecoveryCodeHasher = (
  keys: SealingKeys,
  cryptography: Cryptography = 'international',
): RecoveryCodeHasher => makeRecoveryCodeHasher(openKeyEncryption(keys, cryptography), cryptography)

/** As long as a MAC of SHA-256 or SM3, so that it does not reduce their strength. It also serves as a salt. */
const keyBytes = 32
const macBytes = 32

/** The purpose of these keys, as a key management service sees it. */
const context: KeyContext = { field: 'recovery_code' }

/**
 * HMAC of the code under a separate key, or for the codes of a batch under a shared one. The key is stored with the MAC,
 * wrapped, as `v1.<algorithm>.<key id>.<wrapped key>.<mac>`. A fast hash is enough: without the key-encryption key nobody can try codes against a stolen store.
 * Matches hashes of either cryptography.
 */
export const makeRecoveryCodeHasher = (
  given: KeyEncryption,
  cryptography: Cryptography = 'international',
): RecoveryCodeHasher => {
  const keyEncryption = guardedKeyEncryption(given)
  const { hash } = algorithms[cryptography]
  const sharedKeyFor = openSharedKeys(keyEncryption, {
    keyBytes,
    take: createSecretKey,
    contextOf: () => context,
  })
  return {
    hash: (code, batch) => {
      if (batch !== undefined)
        return sharedKeyFor(batch).andThen(
          fromThrowable(
            ({ key, wrappedKey }) => writeHash({ hash, wrappedKey, mac: macUnder(hash, key, code) }),
            cannotSeal,
          ),
        )
      const key = pooledRandomBytes(keyBytes)
      const write = (wrappedKey: WrappedKey): RecoveryCodeHash =>
        writeHash({ hash, wrappedKey, mac: mac(hash, key, code) })
      return keyEncryption.wrap(conceal(key), context).andThen(fromThrowable(write, cannotSeal))
    },
    matches: (code, text) => {
      const kept = readHash(text)
      if (kept === undefined) return errAsync(cannotOpen())
      const compare = (key: Secret<Uint8Array>): boolean =>
        timingSafeEqual(kept.mac, mac(kept.hash, key.reveal(), code))
      return keyEncryption.unwrap(kept.wrappedKey, context).andThen(fromThrowable(compare, cannotOpen))
    },
    isCurrent: (text) => readHash(text)?.wrappedKey.keyId === keyEncryption.currentId,
    keyIdOf: (text) => readHash(text)?.wrappedKey.keyId ?? unknownKey,
    rewrap: (text) => {
      const kept = readHash(text)
      if (kept === undefined) return errAsync(cannotOpen())
      return keyEncryption.unwrap(kept.wrappedKey, context).andThen((key) => {
        const write = (wrappedKey: WrappedKey): RecoveryCodeHash =>
          wiping(key.reveal(), () => writeHash({ ...kept, wrappedKey }))
        return keyEncryption.wrap(key, context).andThen(fromThrowable(write, cannotSeal))
      })
    },
  }
}

type Hash = 'sha256' | 'sm3'
type KeptHash = { readonly hash: Hash; readonly wrappedKey: WrappedKey; readonly mac: Uint8Array }

const names: ReadonlyMap<string, Hash> = new Map([
  ['hmac-sha256', 'sha256'],
  ['hmac-sm3', 'sm3'],
])

const writeHash = ({ hash, wrappedKey, mac: code }: KeptHash): RecoveryCodeHash =>
  recoveryCodeHash(writeEnvelope({ algorithm: `hmac-${hash}`, wrappedKey, parts: [code] }))

const readHash = (text: string): KeptHash | undefined => {
  const read = readEnvelope(text)
  const hash = names.get(read?.algorithm ?? '')
  const [kept, ...more] = read?.parts ?? []
  if (read === undefined || hash === undefined || kept?.length !== macBytes || more.length > 0)
    return undefined
  return { hash, wrappedKey: read.wrappedKey, mac: kept }
}

const mac = (hash: Hash, key: Uint8Array, code: RecoveryCode): Buffer =>
  wiping(key, () => macUnder(hash, createSecretKey(key), code))

const macUnder = (hash: Hash, key: KeyObject, code: RecoveryCode): Buffer =>
  createHmac(hash, key).update(code.reveal(), 'utf8').digest()
