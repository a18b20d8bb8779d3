import { sealed, type Sealed, type WrappedKey } from '@keepsake/domain'
import type { Encrypted } from './authenticated-encryption.ts'
import { decodeBase64url } from './base64url.ts'
import { isKeyId } from './key-ring.ts'

/** The form of sealed texts. Another form would be another version. */
export const version = 'v1'

/** What a sealed text says: under which algorithm, its key, itself encrypted, and the text under that. */
export type SealedText = {
  readonly algorithm: string
  readonly wrappedKey: WrappedKey
  readonly encrypted: Encrypted
}

/** `v1.<algorithm>.<key id>.<wrapped data key>.<nonce>.<ciphertext>.<tag>`, the last four in base64url. */
export const writeSealedText = ({ algorithm, wrappedKey, encrypted }: SealedText): Sealed => {
  // A dot in it would shift the parts behind it.
  if (!isKeyId(wrappedKey.keyId)) throw new Error('A key-encryption key has a malformed id')
  const { nonce, ciphertext, tag } = encrypted
  const bytes = [wrappedKey.bytes, nonce, ciphertext, tag]
  return sealed([version, algorithm, wrappedKey.keyId, ...bytes.map(encode)].join('.'))
}

/** Nothing for a text of another form. */
export const readSealedText = (text: string): SealedText | undefined => {
  const [found, algorithm, keyId, ...rest] = text.split('.')
  const [wrapped, nonce, ciphertext, tag] = rest.map(decodeBase64url)
  if (found !== version || algorithm === undefined || keyId === undefined || rest.length !== 4)
    return undefined
  if (wrapped === undefined || nonce === undefined || ciphertext === undefined || tag === undefined)
    return undefined
  return { algorithm, wrappedKey: { keyId, bytes: wrapped }, encrypted: { nonce, ciphertext, tag } }
}

const encode = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
