import { within } from '@keepsake/domain'

/** One alphabet or the other (RFC 4648, sections 4 and 5), never a mixture. */
const alphabets = /^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/

/** Longer than the longest ciphertext of any cipher here. */
const maxLength = 16_384

/**
 * The bytes of a base64 text, standard or URL-safe, padded or not; white space and line breaks are ignored. `undefined`
 * for anything else. Node's own decoder skips every character that it does not know.
 */
export const decodeBase64 = (text: string): Buffer | undefined => {
  const dense = within(text, maxLength)?.replace(/[ \t\r\n]/g, '') ?? ''
  if (!alphabets.test(dense)) return undefined
  const digits = dense.replace(/=+$/, '')
  if (digits.length % 4 === 1) return undefined
  if (digits.length !== dense.length && dense.length % 4 !== 0) return undefined
  return Buffer.from(digits, 'base64')
}
