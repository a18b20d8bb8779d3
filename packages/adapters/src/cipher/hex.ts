/** The printed form of bytes: two digits, a colon or a hyphen, two digits. */
const dumped = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2})+$/iu
const digitsAlone = /^[0-9a-f]+$/iu

/**
 * The digits of a text in hex, with or without `0x` before them; `undefined` if it is not hex. White space is ignored,
 * and so are the separators that .NET (`AB-CD`) and OpenSSL (`ab:cd`) put between bytes. The number of digits may be
 * odd.
 */
export const readHexDigits = (text: string): string | undefined => {
  const dense = text.replace(/\s/gu, '').replace(/^0x/iu, '')
  const digits = dumped.test(dense) ? dense.replace(/[:-]/gu, '') : dense
  return digitsAlone.test(digits) ? digits : undefined
}

/** The bytes of a text in hex, as `readHexDigits` reads it. */
export const decodeHex = (text: string): Buffer | undefined => {
  const digits = readHexDigits(text)
  return digits === undefined || digits.length % 2 !== 0 ? undefined : Buffer.from(digits, 'hex')
}
