import {
  sealed,
  type KeyContext,
  type Sealed,
  type SealingBatch,
  type SealPlace,
  type WrappedKey,
} from '@keepsake/domain'
import type { Encrypted, EncryptionUnderKey } from './authenticated-encryption.ts'
import { readEnvelope, version, writeEnvelope } from './envelope.ts'
import { sharedIdBytes } from './shared-keys.ts'

/** A sealed text in its parts. With `sharedId`, its data key is shared by several texts. */
export type SealedText = {
  readonly algorithm: string
  readonly wrappedKey: WrappedKey
  readonly encrypted: Encrypted
  readonly sharedId?: Uint8Array
}

/** What a text is sealed with: the data key as it is stored with it, and its id, if it is shared. */
type SealedWith = Omit<SealedText, 'encrypted'>

/** Encrypts a text for its place, and writes it with everything that is needed to open it. */
export const sealText = (
  text: string,
  place: SealPlace,
  by: EncryptionUnderKey,
  { algorithm, wrappedKey, sharedId }: SealedWith,
): Sealed => {
  const data = associatedData({ algorithm, wrappedKey, ...(sharedId && { sharedId }) }, place)
  const { nonce, ciphertext, tag } = by.encrypt(toUtf8(text), data)
  const parts = [nonce, ciphertext, tag, ...(sharedId === undefined ? [] : [sharedId])]
  return sealed(writeEnvelope({ algorithm, wrappedKey, parts }))
}

/** Reads the parts of a sealed text; nothing for any other text. */
export const readSealedText = (text: string): SealedText | undefined => {
  const { algorithm, wrappedKey, parts = [] } = readEnvelope(text) ?? {}
  const [nonce, ciphertext, tag, sharedId, ...more] = parts
  if (algorithm === undefined || wrappedKey === undefined) return undefined
  if (nonce === undefined || ciphertext === undefined || tag === undefined || more.length > 0)
    return undefined
  const encrypted = { nonce, ciphertext, tag }
  if (sharedId === undefined) return { algorithm, wrappedKey, encrypted }
  return sharedId.length === sharedIdBytes ? { algorithm, wrappedKey, encrypted, sharedId } : undefined
}

/** As a JSON list, so that no two places give the same text, whatever characters their ids hold. */
export const associatedData = (
  { algorithm, wrappedKey: { keyId }, sharedId }: SealedWith,
  place: SealPlace,
): Buffer => {
  const { pool, user = null, field, record = null } = place
  const shared = sharedId === undefined ? [] : [base64url(sharedId)]
  return Buffer.from(
    JSON.stringify([version, algorithm, keyId, pool, user, field, record, ...parametersIn(place), ...shared]),
  )
}

/** What the data key of one text is for. */
export const contextOf = ({ pool, user, field, record }: SealPlace): KeyContext => ({
  pool,
  ...(user === undefined ? {} : { user }),
  field,
  ...(record === undefined ? {} : { record }),
})

/** What a shared data key is for. It names none of its texts. */
export const sharedContextOf = ({ pool }: SealingBatch | SealPlace, sharedId: Uint8Array): KeyContext => ({
  pool,
  batch: base64url(sharedId),
})

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

const toUtf8 = (text: string): Buffer => {
  if (!text.isWellFormed()) throw new Error('UTF-8 cannot hold the text')
  return Buffer.from(text)
}

const parametersIn = (place: SealPlace): readonly (string | number)[] => {
  if (place.field !== 'otp_secret' || place.parameters === undefined) return []
  const { algorithm, digits, period } = place.parameters
  return [algorithm, digits, period]
}
