import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import {
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
import { errAsync, fromThrowable, type Result } from 'neverthrow'
import { pooledRandomBytes } from '../sources/random-pool.ts'
import { algorithms, type Cryptography } from './cryptography.ts'
import { readEnvelope, writeEnvelope, type Envelope } from './envelope.ts'
import { cannotOpen, cannotSeal } from './failures.ts'
import { openKeyEncryption } from './key-encryption.ts'
import type { SealingKeyProblem, SealingKeys } from './key-ring.ts'
import { wiping } from './wiping.ts'

export type { Cryptography } from './cryptography.ts'
export type { SealingKey, SealingKeyProblem, SealingKeys } from './key-ring.ts'

/** Hashes recovery codes under the sealing keys of a secret box in this process. */
export const openRecoveryCodeHasher = (
  keys: SealingKeys,
  cryptography: Cryptography = 'international',
): Result<RecoveryCodeHasher, SealingKeyProblem> =>
  openKeyEncryption(keys, cryptography).map((keyEncryption) =>
    makeRecoveryCodeHasher(keyEncryption, cryptography),
  )

/** As long as the hashes, so that it takes nothing from their strength. It stands for a salt as well. */
const keyBytes = 32

/** What a key management service is told that these keys are for. */
const context: KeyContext = { field: 'recovery_code' }

/**
 * HMAC of the code under a key of its own, which goes along, wrapped, as `v1.<algorithm>.<key id>.<wrapped key>.<mac>`. A
 * fast hash will do, for without the key-encryption key nobody can try codes against a stolen store. Matches hashes of
 * either cryptography.
 */
export const makeRecoveryCodeHasher = (
  keyEncryption: KeyEncryption,
  cryptography: Cryptography = 'international',
): RecoveryCodeHasher => ({
  hash: (code) => {
    const { hash } = algorithms[cryptography]
    const key = pooledRandomBytes(keyBytes)
    const write = (wrappedKey: WrappedKey): RecoveryCodeHash =>
      toHash({ algorithm: `hmac-${hash}`, wrappedKey, parts: [mac(hash, key, code)] })
    return keyEncryption.wrap(conceal(key), context).andThen(fromThrowable(write, cannotSeal))
  },
  matches: (code, kept) => {
    const read = readEnvelope(kept)
    const hash = hashes.find((each) => read?.algorithm === `hmac-${each}`)
    if (read === undefined || hash === undefined) return errAsync(cannotOpen())
    const compare = (key: Secret<Uint8Array>): boolean => isSame(read.parts, mac(hash, key.reveal(), code))
    return keyEncryption.unwrap(read.wrappedKey, context).andThen(fromThrowable(compare, cannotOpen))
  },
  isCurrent: (kept) => readEnvelope(kept)?.wrappedKey.keyId === keyEncryption.currentId,
  rewrap: (kept) => {
    const read = readEnvelope(kept)
    if (read === undefined) return errAsync(cannotOpen())
    const write = (wrappedKey: WrappedKey): RecoveryCodeHash => toHash({ ...read, wrappedKey })
    return keyEncryption
      .unwrap(read.wrappedKey, context)
      .andThen((key) => keyEncryption.wrap(key, context))
      .andThen(fromThrowable(write, cannotSeal))
  },
})

type Hash = 'sha256' | 'sm3'
const hashes: readonly Hash[] = ['sha256', 'sm3']

const toHash = (envelope: Envelope): RecoveryCodeHash => recoveryCodeHash(writeEnvelope(envelope))

const mac = (hash: Hash, key: Uint8Array, code: RecoveryCode): Buffer =>
  wiping(key, () => createHmac(hash, createSecretKey(key)).update(code.reveal(), 'utf8').digest())

/** Throws where what was kept is no MAC: then nothing is known, rather than that the code is wrong. */
const isSame = ([kept, ...more]: readonly Uint8Array[], found: Buffer): boolean => {
  if (kept?.length !== found.length || more.length > 0) throw new Error('not of this form')
  return timingSafeEqual(kept, found)
}
