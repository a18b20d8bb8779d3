/**
 * Reads RFC 4648 base64 without padding. Every byte string has only one spelling: spare bits at the end are refused.
 */
export const decodeBase64 = (text: string): Buffer | undefined =>
  text.endsWith('=') ? undefined : decodePaddedBase64(text + '='.repeat(-text.length & 3))

/** Writes RFC 4648 base64 without padding. */
export const encodeBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/=+$/u, '')

/** Reads RFC 4648 base64 with its padding, also in one spelling only. */
export const decodePaddedBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

const hexOnly = /^[0-9a-fA-F]+$/u

/**
 * Reads a digest of this many bytes: hex of either case, or base64 with its padding. A text with only hex digits is
 * never read as base64: the hex of SHA-256 is as long as the base64 of SHA-384.
 */
export const decodeDigest = (text: string, bytes: number): Buffer | undefined => {
  if (text.length > 2 * bytes) return undefined
  const decoded = hexOnly.test(text) ? Buffer.from(text, 'hex') : decodePaddedBase64(text)
  return decoded?.length === bytes ? decoded : undefined
}

/** Reads passlib's base64: without padding, and with `.` where others have `+`. */
export const decodeAb64 = (text: string): Buffer | undefined =>
  text.includes('+') ? undefined : decodeBase64(text.replaceAll('.', '+'))

/** The alphabet of crypt(3). */
export const crypt64Alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Writes bytes as crypt(3) does: 6 bits in each character, the lowest bits of the first byte first. */
export const encodeCrypt64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = [...bytes.subarray(at, at + 3)]
    const value = group.reduce((sum, byte, place) => sum | (byte << (8 * place)), 0)
    for (let place = 0; place <= group.length; place += 1)
      text += crypt64Alphabet[(value >> (6 * place)) & 0x3f]
  }
  return text
}

/** Reads this many bytes as crypt(3) writes them, in one spelling only. */
export const decodeCrypt64 = (text: string, bytes: number): Buffer | undefined => {
  const decoded: number[] = []
  for (let at = 0; at < text.length; at += 4) {
    const group = Array.from(text.substring(at, at + 4), (each) => crypt64Alphabet.indexOf(each))
    const value = group.reduce((sum, bits, place) => sum | (bits << (6 * place)), 0)
    for (let place = 0; place < group.length - 1; place += 1) decoded.push((value >> (8 * place)) & 0xff)
  }
  const buffer = Buffer.from(decoded)
  return buffer.length === bytes && encodeCrypt64(buffer) === text ? buffer : undefined
}

/** Reads base64 in the alphabet of crypt(3), the highest bits first and without padding, as Cisco writes it. */
export const decodeItoa64 = (text: string): Buffer | undefined => {
  const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return decodeBase64(Array.from(text, (each) => standard[crypt64Alphabet.indexOf(each)] ?? '=').join(''))
}

/**
 * Reverses every group of four characters: base64 with the lowest bits first becomes base64 with the highest bits
 * first.
 */
export const turnGroups = (text: string): string =>
  text.replace(/.{1,4}/gu, (group) => [...group].toReversed().join(''))
