import { plainSpelling } from '@keepsake/domain'
import { decodeBase64 } from './base64.ts'
import { decodeHex } from './hex.ts'

/**
 * Longer than the longest key's ciphertext as base64 of hex (16384 bits: 5464 characters), so that junk costs little.
 */
const maxCiphertextLength = 8192

/**
 * The bytes of a ciphertext: base64 as `decodeBase64` reads it, hex as `readHexDigits` reads it, or base64 of hex. No
 * ciphertext in base64 has only hex digits.
 */
export const readRsaCiphertext = (text: string): Buffer | undefined => {
  if (text.length > maxCiphertextLength) return undefined
  const plain = plainSpelling(text)
  const bytes = decodeHex(plain) ?? decodeBase64(plain)
  return bytes && (decodeHex(bytes.toString('latin1')) ?? bytes)
}
