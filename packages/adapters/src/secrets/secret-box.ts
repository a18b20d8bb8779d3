import {
  cannotOpen,
  conceal,
  sealed,
  type KeyContext,
  type KeyEncryption,
  type Sealed,
  type Secret,
  type SealPlace,
  type SecretBox,
  type WrappedKey,
} from '@keepsake/domain'
import { errAsync, fromThrowable } from 'neverthrow'
import { pooledRandomBytes } from '../system/random-pool.ts'
import type { Encrypted } from './authenticated-encryption.ts'
import { algorithms, type Cryptography } from './cryptography.ts'
import { cannotSeal } from './failures.ts'
import { guardedKeyEncryption } from './guarded-key-encryption.ts'
import { openKeyEncryption } from './key-encryption.ts'
import type { SealingKeys } from './key-ring.ts'
import { readEnvelope, unknownKey, version, writeEnvelope, type Envelope } from './envelope.ts'
import { wiping } from './wiping.ts'

export type { Cryptography } from './cryptography.ts'
export { parseSealingKey } from './key-ring.ts'
export type { NoSealingKey, SealingKey, SealingKeys } from './key-ring.ts'

/** A secret box whose sealing keys are in this process. Throws a configuration error if the keys are not usable. */
export const openSecretBox = (keys: SealingKeys, cryptography: Cryptography = 'international'): SecretBox =>
  makeSecretBox(openKeyEncryption(keys, cryptography), cryptography)

/**
 * Seals each text under a separate data key, which is stored with it, wrapped, as `v1.<algorithm>.<key id>.<wrapped
 * data key>.<nonce>.<ciphertext>.<tag>`. The place is bound in as associated data. Opens texts of either cryptography.
 * Every text that cannot be opened gives the same error; a key encryption that cannot be reached gives its own.
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
  return (text, place) => {
    const dataKey = pooledRandomBytes(keyBytes)
    const seal = (wrappedKey: WrappedKey): Sealed => {
      const data = associatedData(algorithm, wrappedKey, place)
      const { nonce, ciphertext, tag } = wiping(dataKey, () =>
        under(dataKey).encrypt(toUtf8(text.reveal()), data),
      )
      return sealed(writeEnvelope({ algorithm, wrappedKey, parts: [nonce, ciphertext, tag] }))
    }
    return keyEncryption.wrap(conceal(dataKey), toContext(place)).andThen(fromThrowable(seal, cannotSeal))
  }
}

const openingBy =
  (keyEncryption: KeyEncryption): SecretBox['open'] =>
  (text, place) => {
    const read = readEnvelope(text)
    const encryption = encryptions.find(({ name }) => name === read?.algorithm)
    const encrypted = toEncrypted(read?.parts ?? [])
    if (read === undefined || encryption === undefined || encrypted === undefined)
      return errAsync(cannotOpen())
    const { wrappedKey } = read
    const data = associatedData(encryption.name, wrappedKey, place)
    const open = (dataKey: Secret<Uint8Array>): Secret<string> => {
      const bytes = wiping(dataKey.reveal(), () =>
        encryption.under(dataKey.reveal()).decrypt(encrypted, data),
      )
      return conceal(bytes.toString('utf8'))
    }
    return keyEncryption.unwrap(wrappedKey, toContext(place)).andThen(fromThrowable(open, cannotOpen))
  }

const encryptions = Object.values(algorithms).map(({ encryption }) => encryption)

const toEncrypted = ([nonce, ciphertext, tag, ...more]: Envelope['parts']): Encrypted | undefined =>
  nonce === undefined || ciphertext === undefined || tag === undefined || more.length > 0
    ? undefined
    : { nonce, ciphertext, tag }

const toUtf8 = (text: string): Buffer => {
  if (!text.isWellFormed()) throw new Error('UTF-8 cannot hold the text')
  return Buffer.from(text)
}

/** As a JSON list, so that no two places give the same text, whatever characters their ids hold. */
const associatedData = (algorithm: string, { keyId }: WrappedKey, place: SealPlace): Buffer => {
  const { pool, user = null, field, record = null } = place
  return Buffer.from(
    JSON.stringify([version, algorithm, keyId, pool, user, field, record, ...parametersIn(place)]),
  )
}

const parametersIn = (place: SealPlace): readonly (string | number)[] => {
  if (place.field !== 'otp_secret' || place.parameters === undefined) return []
  const { algorithm, digits, period } = place.parameters
  return [algorithm, digits, period]
}

const toContext = ({ pool, user, field, record }: SealPlace): KeyContext => ({
  pool,
  ...(user === undefined ? {} : { user }),
  field,
  ...(record === undefined ? {} : { record }),
})
