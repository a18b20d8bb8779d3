import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import { sm4CtrHmacSm3 } from './sm4-ctr-hmac-sm3.ts'

/** Encrypts keys under a key. */
export type KeyWrap = {
  readonly wrap: (dataKey: Uint8Array) => Uint8Array
  /** Throws, as node:crypto does, for everything that was not wrapped under this key, or is not complete. */
  readonly unwrap: (wrapped: Uint8Array) => Uint8Array
}

/** RFC 3394, section 2.2.3.1. */
const defaultInitialValue = Buffer.alloc(8, 0xa6)

/**
 * AES key wrap (RFC 3394, NIST SP 800-38F) under 32 bytes. It takes no nonce, so that a key may wrap any number of
 * keys.
 */
export const aesKeyWrap = (bytes: Uint8Array): KeyWrap => {
  const key = createSecretKey(bytes)
  return {
    wrap: (dataKey) => {
      const cipher = createCipheriv('id-aes256-wrap', key, defaultInitialValue)
      return Buffer.concat([cipher.update(dataKey), cipher.final()])
    },
    unwrap: (wrapped) => {
      // OpenSSL turns an empty input into an empty output without an error.
      if (wrapped.length === 0) throw new Error('not of this form')
      const decipher = createDecipheriv('id-aes256-wrap', key, defaultInitialValue)
      return Buffer.concat([decipher.update(wrapped), decipher.final()])
    },
  }
}

const nothing = new Uint8Array()

/** SM4 and HMAC-SM3 under 48 bytes, with nonce, ciphertext and tag in a row: node:crypto has no key wrap with SM4. */
export const sm4KeyWrap = (bytes: Uint8Array): KeyWrap => {
  const { encrypt, decrypt } = sm4CtrHmacSm3.under(bytes)
  return {
    wrap: (dataKey) => {
      const { nonce, ciphertext, tag } = encrypt(dataKey, nothing)
      return Buffer.concat([nonce, ciphertext, tag])
    },
    unwrap: (wrapped) =>
      decrypt(
        { nonce: wrapped.subarray(0, 16), ciphertext: wrapped.subarray(16, -32), tag: wrapped.subarray(-32) },
        nothing,
      ),
  }
}
