import {
  cannotOpen,
  conceal,
  type KeyEncryption,
  type Sealed,
  type Secret,
  type SecretBox,
  type WrappedKey,
} from '@keepsake/domain'
import { errAsync, fromThrowable } from 'neverthrow'
import { pooledRandomBytes } from '../system/random-pool.ts'
import { algorithms, type Cryptography } from './cryptography.ts'
import { cannotSeal } from './failures.ts'
import { guardedKeyEncryption } from './guarded-key-encryption.ts'
import { openKeyEncryption } from './key-encryption.ts'
import type { SealingKeys } from './key-ring.ts'
import { readEnvelope, unknownKey } from './envelope.ts'
import { associatedData, contextOf, readSealedText, sealText, sharedContextOf } from './sealed-text.ts'
import { openSharedKeys } from './shared-keys.ts'
import { wiping } from './wiping.ts'

export type { Cryptography } from './cryptography.ts'
export { parseSealingKey } from './key-ring.ts'
export type { NoSealingKey, SealingKey, SealingKeys } from './key-ring.ts'

/** A secret box whose sealing keys are in this process. Throws a configuration error if the keys are not usable. */
export const openSecretBox = (keys: SealingKeys, cryptography: Cryptography = 'international'): SecretBox =>
  makeSecretBox(openKeyEncryption(keys, cryptography), cryptography)

/**
 * Seals each text under a separate data key, or the texts of a batch under a shared one. The data key is stored with the
 * text, wrapped, as `v1.<algorithm>.<key id>.<wrapped data key>.<nonce>.<ciphertext>.<tag>`. The id of a shared key
 * follows. The place is bound in as associated data. Opens texts of either cryptography. Every text that cannot be opened
 * gives the same error; a key encryption that cannot be reached gives its own.
 */
export const makeSecretBox = (
  given: KeyEncryption,
  cryptography: Cryptography = 'international',
): SecretBox => {
  const keyEncryption = guardedKeyEncryption(given)
  return {
    seal: sealingBy(keyEncryption, cryptography),
    open: openingBy(keyEncryption),
    isCurrent: (text) => {
      const { name } = algorithms[cryptography].encryption
      const read = readEnvelope(text)
      return read?.algorithm === name && read.wrappedKey.keyId === keyEncryption.currentId
    },
    keyIdOf: (text) => readEnvelope(text)?.wrappedKey.keyId ?? unknownKey,
  }
}

const sealingBy = (keyEncryption: KeyEncryption, cryptography: Cryptography): SecretBox['seal'] => {
  const { name: algorithm, keyBytes, under } = algorithms[cryptography].encryption
  const sharedKeyFor = openSharedKeys(keyEncryption, { keyBytes, take: under, contextOf: sharedContextOf })
  return (text, place, batch) => {
    if (batch !== undefined) {
      if (batch.pool !== place.pool) return errAsync(cannotSeal())
      return sharedKeyFor(batch).andThen(
        fromThrowable(
          ({ key, wrappedKey, id: sharedId }): Sealed =>
            sealText(text.reveal(), place, key, { algorithm, wrappedKey, sharedId }),
          cannotSeal,
        ),
      )
    }
    const dataKey = pooledRandomBytes(keyBytes)
    const seal = (wrappedKey: WrappedKey): Sealed =>
      wiping(dataKey, () => sealText(text.reveal(), place, under(dataKey), { algorithm, wrappedKey }))
    return keyEncryption.wrap(conceal(dataKey), contextOf(place)).andThen(fromThrowable(seal, cannotSeal))
  }
}

const openingBy =
  (keyEncryption: KeyEncryption): SecretBox['open'] =>
  (text, place) => {
    const read = readSealedText(text)
    const encryption = encryptions.find(({ name }) => name === read?.algorithm)
    if (read === undefined || encryption === undefined) return errAsync(cannotOpen())
    const { wrappedKey, encrypted, sharedId } = read
    const context = sharedId === undefined ? contextOf(place) : sharedContextOf(place, sharedId)
    const open = (dataKey: Secret<Uint8Array>): Secret<string> => {
      const bytes = wiping(dataKey.reveal(), () =>
        encryption.under(dataKey.reveal()).decrypt(encrypted, associatedData(read, place)),
      )
      return conceal(bytes.toString('utf8'))
    }
    return keyEncryption.unwrap(wrappedKey, context).andThen(fromThrowable(open, cannotOpen))
  }

const encryptions = Object.values(algorithms).map(({ encryption }) => encryption)
