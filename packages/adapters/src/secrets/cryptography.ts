import { aes256Gcm } from './aes-256-gcm.ts'
import type { AuthenticatedEncryption } from './authenticated-encryption.ts'
import { sm4CtrHmacSm3 } from './sm4-ctr-hmac-sm3.ts'

/**
 * Which algorithms protect stored secrets. `international`: AES and SHA-2. `shangmi` (国密): SM4 and SM3, for services
 * that must comply with Chinese law; RFC 8998 has the name.
 */
export type Cryptography = 'international' | 'shangmi'

/** The algorithms of each, for what is made from now on. */
export const algorithms: Readonly<
  Record<Cryptography, { readonly encryption: AuthenticatedEncryption; readonly hash: 'sha256' | 'sm3' }>
> = {
  international: { encryption: aes256Gcm, hash: 'sha256' },
  shangmi: { encryption: sm4CtrHmacSm3, hash: 'sm3' },
}
