import { within } from './bounded.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Far above everything that is read from base64 here: the longest, a QR code, holds 4,296 characters. */
const maxLength = 8192

/**
 * Reads RFC 4648 base64, plain or URL-safe, padded or not; white space does not count. Answers nothing for another
 * character, for a length that no byte string has, and for more than 8,192 characters.
 */
export const decodeBase64 = (text: string): Uint8Array | undefined => {
  const given = /^([\w+/-]*)={0,2}$/u.exec(within(text, maxLength)?.replaceAll(/\s/gu, '') ?? '?')
  const characters = given?.[1]?.replaceAll('-', '+').replaceAll('_', '/')
  if (characters === undefined || characters.length % 4 === 1) return undefined
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const character of characters) {
    held = ((held << 6) | alphabet.indexOf(character)) & 0x3fff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return Uint8Array.from(bytes)
}
