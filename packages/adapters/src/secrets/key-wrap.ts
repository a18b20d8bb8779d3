import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'

/** Encrypts keys under a key. */
export type KeyWrap = {
  readonly wrap: (dataKey: Uint8Array) => Uint8Array
  /** Throws, as node:crypto does, for whatever was not wrapped under this key, whole. */
  readonly unwrap: (wrapped: Uint8Array) => Uint8Array
}

/** RFC 3394, section 2.2.3.1. */
const defaultInitialValue = Buffer.alloc(8, 0xa6)

/** AES key wrap with a key of 256 bits (RFC 3394, NIST SP 800-38F). */
export const aesKeyWrap = (key: KeyObject): KeyWrap => ({
  wrap: (dataKey) => {
    const cipher = createCipheriv('id-aes256-wrap', key, defaultInitialValue)
    return Buffer.concat([cipher.update(dataKey), cipher.final()])
  },
  unwrap: (wrapped) => {
    const decipher = createDecipheriv('id-aes256-wrap', key, defaultInitialValue)
    return Buffer.concat([decipher.update(wrapped), decipher.final()])
  },
})
