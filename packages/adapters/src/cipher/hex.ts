/** As a dump of bytes is printed: two digits, a colon or a hyphen, two digits. */
const dumped = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2})+$/iu
const digitsAlone = /^[0-9a-f]+$/iu

/**
 * The digits of a text in hex, `0x` before them or not; `undefined` where it is none. White space is passed over, and so is
 * what .NET (`AB-CD`) and OpenSSL (`ab:cd`) put between bytes. There may be an odd number of digits.
 */
export const readHexDigits = (text: string): string | undefined => {
  const dense = text.replace(/\s/gu, '').replace(/^0x/iu, '')
  const digits = dumped.test(dense) ? dense.replace(/[:-]/gu, '') : dense
  return digitsAlone.test(digits) ? digits : undefined
}

/** The bytes of a text in hex, as `readHexDigits` takes it. */
export const decodeHex = (text: string): Buffer | undefined => {
  const digits = readHexDigits(text)
  return digits === undefined || digits.length % 2 !== 0 ? undefined : Buffer.from(digits, 'hex')
}
