import { decodeBase64 } from './base64.ts'

/** Above the longest key's ciphertext as base64 of hex (16384 bits: 5464 characters), so that junk is cheap. */
const maxCiphertextLength = 8192

/**
 * The bytes of a ciphertext: base64 as `decodeBase64` takes it, hex with `0x` before it or not, or base64 of hex. No
 * ciphertext in base64 is of hex digits alone.
 */
export const readRsaCiphertext = (text: string): Buffer | undefined => {
  if (text.length > maxCiphertextLength) return undefined
  const bytes = decodeHex(text) ?? decodeBase64(text)
  return bytes && (decodeHex(bytes.toString('latin1')) ?? bytes)
}

const decodeHex = (text: string): Buffer | undefined => {
  const digits = text.replace(/\s/gu, '').replace(/^0x/iu, '')
  return /^(?:[0-9a-f]{2})+$/iu.test(digits) ? Buffer.from(digits, 'hex') : undefined
}
