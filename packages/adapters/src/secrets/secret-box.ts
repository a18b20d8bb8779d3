import { createCipheriv, createDecipheriv } from 'node:crypto'
import {
  conceal,
  sealed,
  unavailable,
  type SealPlace,
  type SecretBox,
  type Unavailable,
} from '@keepsake/domain'
import { ResultAsync, type Result } from 'neverthrow'
import { pooledRandomBytes } from '../sources/random-pool.ts'
import { decodeBase64url } from './base64url.ts'
import { openKeyRing, type KeyRing, type SealingKeyProblem, type SealingKeys } from './key-ring.ts'

export { parseSealingKey } from './key-ring.ts'
export type { SealingKey, SealingKeyProblem, SealingKeys } from './key-ring.ts'

const version = 'v1'
const algorithm = 'aes-256-gcm'
/** NIST SP 800-38D, section 8.2.2: drawn at random, so a key is to be replaced before it has sealed 2^32 texts. */
const nonceBytes = 12
/** The full tag, named at every call: without it, Node opens texts whose tag was cut to 4 bytes. */
const authTagLength = 16

/**
 * AES-256-GCM under the current key, as `v1.<key id>.<nonce>.<ciphertext>.<tag>` in base64url. The place is bound in
 * as associated data. Whatever does not open answers one and the same error.
 */
export const openSecretBox = (keys: SealingKeys): Result<SecretBox, SealingKeyProblem> =>
  openKeyRing(keys).map((ring) => ({
    seal: (text, place) =>
      answer(() => sealed(seal(ring, text.reveal(), place)), 'The text could not be sealed'),
    open: (text, place) =>
      answer(
        () => conceal(open(ring, text, place)),
        'The text does not open: its key is missing here, or it was changed or moved to another place',
      ),
  }))

/** The one place where a failure is put into words. Its cause is dropped, for it may tell what was wrong. */
const answer = <T>(work: () => T, message: string): ResultAsync<T, Unavailable> =>
  ResultAsync.fromThrowable(
    async () => work(),
    () => unavailable('secret-box', new Error(message)),
  )()

const seal = ({ current }: KeyRing, text: string, place: SealPlace): string => {
  if (!text.isWellFormed()) throw new Error('UTF-8 cannot hold the text')
  const nonce = pooledRandomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, current.key, nonce, { authTagLength })
  cipher.setAAD(associatedData(place, current.id))
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const parts = [nonce, ciphertext, cipher.getAuthTag()].map((bytes) =>
    Buffer.from(bytes).toString('base64url'),
  )
  return [version, current.id, ...parts].join('.')
}

const open = (ring: KeyRing, text: string, place: SealPlace): string => {
  const [found, keyId = '', ...rest] = text.split('.')
  const [nonce, ciphertext, tag] = rest.map(decodeBase64url)
  const key = ring.find(keyId)
  if (found !== version || rest.length !== 3 || key === undefined) throw new Error('not of this form')
  if (nonce?.length !== nonceBytes || ciphertext === undefined || tag?.length !== authTagLength)
    throw new Error('not of this form')
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength })
  decipher.setAAD(associatedData(place, keyId))
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
}

/** As a JSON list, so that no two places read alike, whatever characters their ids hold. */
const associatedData = ({ pool, user, field }: SealPlace, keyId: string): Buffer =>
  Buffer.from(JSON.stringify([version, pool, user, field, keyId]))
