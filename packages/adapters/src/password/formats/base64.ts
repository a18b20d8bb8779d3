/** Reads RFC 4648 base64 without padding. Every byte string has one spelling: stray bits at the end are refused. */
export const decodeBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64')
  return encodeBase64(bytes) === text ? bytes : undefined
}

/** Writes RFC 4648 base64 without padding. */
export const encodeBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/=+$/u, '')
