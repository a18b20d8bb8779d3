import { decodePaddedBase64 } from '../text/base64.ts'
import type { HashFormat } from '../hash-format.ts'
import { pbkdf2Row, type Pbkdf2Hash } from './pbkdf2.ts'

const base64 = /^[A-Za-z0-9+/]{54,400}={0,2}$/u

const bytesOf = (encoded: string): Buffer | undefined =>
  base64.test(encoded) ? decodePaddedBase64(encoded) : undefined

/** ASP.NET Identity 1 and 2: in base64, 0x00, 16 bytes of salt and 32 of key; PBKDF2 with SHA-1 in 1,000 iterations. */
export const aspnetIdentityV2Format = (): HashFormat =>
  pbkdf2Row('aspnet-identity-v2', (encoded) => {
    const bytes = bytesOf(encoded)
    if (bytes?.length !== 49 || bytes[0] !== 0) return undefined
    return { digest: 'sha1', iterations: 1000, salt: bytes.subarray(1, 17), key: bytes.subarray(17) }
  })

/** The pseudo-random functions of ASP.NET Core, by their number. */
const functions = ['sha1', 'sha256', 'sha512'] as const

/**
 * ASP.NET Core Identity: in base64, 0x01; then as 32-bit numbers, the highest byte first, the function, the iterations
 * and the number of bytes of salt; then the salt; then the key to the end.
 */
export const aspnetIdentityV3Format = (): HashFormat =>
  pbkdf2Row('aspnet-identity-v3', (encoded): Pbkdf2Hash | undefined => {
    const bytes = bytesOf(encoded)
    if (bytes === undefined || bytes[0] !== 1) return undefined
    const digest = functions[bytes.readUInt32BE(1)]
    const [iterations, saltBytes] = [bytes.readUInt32BE(5), bytes.readUInt32BE(9)]
    const keyBytes = bytes.length - 13 - saltBytes
    // ASP.NET refuses fewer than 16 bytes of either. The same maximum for both limits what a check computes.
    if (digest === undefined || iterations === 0) return undefined
    if (saltBytes < 16 || saltBytes > 128 || keyBytes < 16 || keyBytes > 128) return undefined
    return { digest, iterations, salt: bytes.subarray(13, 13 + saltBytes), key: bytes.subarray(-keyBytes) }
  })
