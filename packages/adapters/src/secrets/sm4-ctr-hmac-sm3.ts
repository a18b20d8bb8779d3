import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto'
import { pooledRandomBytes } from '../system/random-pool.ts'
import type { AuthenticatedEncryption } from './authenticated-encryption.ts'

const algorithm = 'sm4-ctr'
/** The first counter, random among 2^128, so that the counters of two texts under one key do not meet. */
const nonceBytes = 16
const macKeyBytes = 32
const encryptionKeyBytes = 16

/**
 * SM4 (GB/T 32907) in counter mode, then HMAC-SM3 (GB/T 32905, GM/T 0042) over it, combined as in RFC 7518, section
 * 5.2.2.1. The key is the key of the MAC followed by the key of the encryption. The MAC, here not cut, is over
 * associated data, nonce, ciphertext and the number of bits of associated data. node:crypto has no SM4-GCM.
 */
export const sm4CtrHmacSm3: AuthenticatedEncryption = {
  name: 'sm4-ctr-hmac-sm3',
  keyBytes: macKeyBytes + encryptionKeyBytes,
  under: (bytes) => {
    const macKey = createSecretKey(bytes.subarray(0, macKeyBytes))
    const key = createSecretKey(bytes.subarray(macKeyBytes))
    return {
      encrypt: (text, associatedData) => {
        const nonce = pooledRandomBytes(nonceBytes)
        const cipher = createCipheriv(algorithm, key, nonce)
        const ciphertext = Buffer.concat([cipher.update(text), cipher.final()])
        return { nonce, ciphertext, tag: mac(macKey, nonce, ciphertext, associatedData) }
      },
      decrypt: ({ nonce, ciphertext, tag }, associatedData) => {
        const expected = mac(macKey, nonce, ciphertext, associatedData)
        if (nonce.length !== nonceBytes || tag.length !== expected.length) throw new Error('not of this form')
        if (!timingSafeEqual(expected, tag)) throw new Error('changed')
        const decipher = createDecipheriv(algorithm, key, nonce)
        return Buffer.concat([decipher.update(ciphertext), decipher.final()])
      },
    }
  },
}

const mac = (
  key: KeyObject,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  associatedData: Uint8Array,
): Buffer => {
  const bits = Buffer.alloc(8)
  bits.writeBigUInt64BE(BigInt(associatedData.length) * 8n)
  return createHmac('sm3', key).update(associatedData).update(nonce).update(ciphertext).update(bits).digest()
}
