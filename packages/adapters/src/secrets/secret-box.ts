import {
  conceal,
  type KeyContext,
  type KeyEncryption,
  type Sealed,
  type SealPlace,
  type SecretBox,
  type WrappedKey,
} from '@keepsake/domain'
import { errAsync, fromThrowable, type Result } from 'neverthrow'
import { pooledRandomBytes } from '../sources/random-pool.ts'
import { aes256Gcm } from './aes-256-gcm.ts'
import { cannotOpen, cannotSeal } from './failures.ts'
import { openKeyEncryption } from './key-encryption.ts'
import type { SealingKeyProblem, SealingKeys } from './key-ring.ts'
import { readSealedText, version, writeSealedText, type SealedText } from './sealed-text.ts'

export { parseSealingKey } from './key-ring.ts'
export type { SealingKey, SealingKeyProblem, SealingKeys } from './key-ring.ts'

/** A secret box whose sealing keys are in this process. */
export const openSecretBox = (keys: SealingKeys): Result<SecretBox, SealingKeyProblem> =>
  openKeyEncryption(keys).map(makeSecretBox)

/**
 * Seals each text under a data key of its own, which goes along, wrapped, as
 * `v1.<algorithm>.<key id>.<wrapped data key>.<nonce>.<ciphertext>.<tag>`. The place is bound in as associated data.
 * Whatever does not open answers one and the same error; a key encryption that is out of reach answers its own.
 */
export const makeSecretBox = (keyEncryption: KeyEncryption): SecretBox => ({
  seal: (text, place) => {
    const dataKey = pooledRandomBytes(aes256Gcm.keyBytes)
    return keyEncryption
      .wrap(conceal(dataKey), toContext(place))
      .andThen(fromThrowable((wrapped) => seal(dataKey, wrapped, text.reveal(), place), cannotSeal))
  },
  open: (text, place) => {
    const read = readSealedText(text)
    if (read?.algorithm !== aes256Gcm.name) return errAsync(cannotOpen())
    return keyEncryption
      .unwrap(read.wrappedKey, toContext(place))
      .andThen(fromThrowable((dataKey) => conceal(open(dataKey.reveal(), read, place)), cannotOpen))
  },
})

const seal = (dataKey: Uint8Array, wrappedKey: WrappedKey, text: string, place: SealPlace): Sealed =>
  wiping(dataKey, () => {
    if (!text.isWellFormed()) throw new Error('UTF-8 cannot hold the text')
    const { name: algorithm, encrypt } = aes256Gcm
    const associated = associatedData(algorithm, wrappedKey.keyId, place)
    return writeSealedText({
      algorithm,
      wrappedKey,
      encrypted: encrypt(dataKey, Buffer.from(text), associated),
    })
  })

const open = (dataKey: Uint8Array, read: SealedText, place: SealPlace): string =>
  wiping(dataKey, () => {
    const { algorithm, wrappedKey, encrypted } = read
    if (dataKey.length !== aes256Gcm.keyBytes) throw new Error('a data key of another length')
    const associated = associatedData(algorithm, wrappedKey.keyId, place)
    return aes256Gcm.decrypt(dataKey, encrypted, associated).toString('utf8')
  })

/** Overwrites a data key once the work with it is done, whatever came of it. */
const wiping = <T>(dataKey: Uint8Array, work: () => T): T => {
  try {
    return work()
  } finally {
    dataKey.fill(0)
  }
}

/** As a JSON list, so that no two places read alike, whatever characters their ids hold. */
const associatedData = (algorithm: string, keyId: string, place: SealPlace): Buffer => {
  const { pool, user, field, record = null } = place
  return Buffer.from(JSON.stringify([version, algorithm, keyId, pool, user, field, record]))
}

const toContext = ({ pool, user, field, record }: SealPlace): KeyContext => ({
  pool,
  user,
  field,
  ...(record === undefined ? {} : { record }),
})
