import { within } from '../../kernel/bounded.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The value of each letter, by its code. */
const values = Uint8Array.from({ length: 0x80 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)))

/** Far longer than any secret, even one with many separators. */
const maxLength = 8192

/** White space, dashes of every kind, and unseen marks that copying leaves between letters. */
const separators = /[\s\p{Dash_Punctuation}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Reads RFC 4648 base32 as people copy it and as their apps read it. Spaces, dashes, unseen marks, case and trailing
 * padding do not count, nor do bits at the end that make no whole byte. Answers nothing for another character (0, 1, 8
 * and 9 are none of its letters) and for more than 8,192 characters.
 */
export const decodeBase32 = (text: string): Uint8Array | undefined => {
  // The letters are checked before their case is changed: upper case would turn an ß into two letters of the alphabet.
  const given = /^([A-Za-z2-7]*)=*$/u.exec(within(text, maxLength)?.replaceAll(separators, '') ?? '?')
  const letters = given?.[1]?.toUpperCase()
  if (letters === undefined) return undefined
  const bytes = new Uint8Array((letters.length * 5) >> 3)
  let bits = 0
  let held = 0
  let next = 0
  for (let index = 0; index < letters.length; index += 1) {
    held = ((held << 5) | values[letters.charCodeAt(index)]!) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[next] = (held >> bits) & 0xff
      next += 1
    }
  }
  return bytes
}

/** Writes RFC 4648 base32 in upper case, without padding: the one canonical text for these bytes. */
export const encodeBase32 = (bytes: Uint8Array): string => {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0x1fff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(held >> bits) & 31] ?? ''
    }
  }
  return bits > 0 ? text + (alphabet[(held << (5 - bits)) & 31] ?? '') : text
}
