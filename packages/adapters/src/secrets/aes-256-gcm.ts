import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import { pooledRandomBytes } from '../sources/random-pool.ts'
import type { AuthenticatedEncryption } from './authenticated-encryption.ts'

const algorithm = 'aes-256-gcm'
/** NIST SP 800-38D, section 5.2.1.1: the length that needs no hashing. With a key a text, none can come twice. */
const nonceBytes = 12
/** The full tag, named at every call: without it, Node opens texts whose tag was cut to 4 bytes. */
const authTagLength = 16

/** AES-256-GCM (NIST SP 800-38D). */
export const aes256Gcm: AuthenticatedEncryption = {
  name: algorithm,
  keyBytes: 32,
  // Keys go in as key objects throughout: node:crypto takes bytes as well, in four times as long.
  encrypt: (key, text, associatedData) => {
    const nonce = pooledRandomBytes(nonceBytes)
    const cipher = createCipheriv(algorithm, createSecretKey(key), nonce, { authTagLength })
    cipher.setAAD(associatedData)
    const ciphertext = Buffer.concat([cipher.update(text), cipher.final()])
    return { nonce, ciphertext, tag: cipher.getAuthTag() }
  },
  decrypt: (key, { nonce, ciphertext, tag }, associatedData) => {
    if (nonce.length !== nonceBytes || tag.length !== authTagLength) throw new Error('not of this form')
    const decipher = createDecipheriv(algorithm, createSecretKey(key), nonce, { authTagLength })
    decipher.setAAD(associatedData)
    decipher.setAuthTag(tag)
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  },
}
