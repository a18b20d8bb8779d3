import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import { pooledRandomBytes } from '../system/random-pool.ts'
import type { AuthenticatedEncryption } from './authenticated-encryption.ts'

const algorithm = 'aes-256-gcm'
/**
 * NIST SP 800-38D, section 8.2.2: the nonce is random, so no key may encrypt more than 2^32 texts. A data key encrypts
 * one, or some hundred.
 */
const nonceBytes = 12
/** The full tag, given at every call: without it, Node opens texts whose tag was cut to 4 bytes. */
const authTagLength = 16

/** AES-256-GCM (NIST SP 800-38D). */
export const aes256Gcm: AuthenticatedEncryption = {
  name: algorithm,
  keyBytes: 32,
  under: (bytes) => {
    // If it gets the bytes at each call, node:crypto takes four times as long.
    const key = createSecretKey(bytes)
    return {
      encrypt: (text, associatedData) => {
        const nonce = pooledRandomBytes(nonceBytes)
        const cipher = createCipheriv(algorithm, key, nonce, { authTagLength })
        cipher.setAAD(associatedData)
        const ciphertext = Buffer.concat([cipher.update(text), cipher.final()])
        return { nonce, ciphertext, tag: cipher.getAuthTag() }
      },
      decrypt: ({ nonce, ciphertext, tag }, associatedData) => {
        if (nonce.length !== nonceBytes || tag.length !== authTagLength) throw new Error('not of this form')
        const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength })
        decipher.setAAD(associatedData)
        decipher.setAuthTag(tag)
        return Buffer.concat([decipher.update(ciphertext), decipher.final()])
      },
    }
  },
}
