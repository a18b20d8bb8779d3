import { constants, hash, publicEncrypt, type KeyObject } from 'node:crypto'

/** A ciphertext, and how node's own `privateDecrypt` is told to take its padding off. */
type Made = {
  readonly bytes: Buffer
  readonly options: { readonly padding: number; readonly oaepHash?: string }
}

type Encrypt = (key: KeyObject, text: Buffer) => Made

const encrypted =
  (options: Made['options']): Encrypt =>
  (key, text) => ({ bytes: publicEncrypt({ key, ...options }, text), options })

/** OAEP with SHA-256 whose masks are of SHA-1, for 2048 bits: node reads the number and leaves the padding on. */
const encryptWithMgf1Sha1: Encrypt = (key, text) => {
  const options = { padding: constants.RSA_NO_PADDING }
  const [seed, data] = [Buffer.alloc(32, 7), Buffer.alloc(2048 / 8 - 33)]
  hash('sha256', '', 'buffer').copy(data)
  data[data.length - text.length - 1] = 1
  text.copy(data, data.length - text.length)
  const maskedData = masked(data, seed)
  const encoded = Buffer.concat([Buffer.of(0), masked(seed, maskedData), maskedData])
  return { bytes: publicEncrypt({ key, ...options }, encoded), options }
}

const masked = (bytes: Buffer, seed: Buffer): Buffer => {
  const mask = Buffer.concat(
    Array.from({ length: Math.ceil(bytes.length / 20) }, (_, count) =>
      hash('sha1', Buffer.concat([seed, Buffer.of(0, 0, 0, count)]), 'buffer'),
    ),
  )
  return Buffer.from(bytes.map((byte, at) => byte ^ (mask[at] ?? 0)))
}

/** What callers send, by the padding of the key. */
export const rsaCiphertexts: Readonly<Record<'pkcs1' | 'oaep-sha256' | 'oaep-sha256-mgf1-sha1', Encrypt>> = {
  pkcs1: encrypted({ padding: constants.RSA_PKCS1_PADDING }),
  'oaep-sha256': encrypted({ padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }),
  'oaep-sha256-mgf1-sha1': encryptWithMgf1Sha1,
}
