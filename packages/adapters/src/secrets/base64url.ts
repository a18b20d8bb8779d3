/**
 * Reads RFC 4648 base64url without padding. Every byte string has only one spelling: spare bits at the end are refused.
 */
export const decodeBase64url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}
