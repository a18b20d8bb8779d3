import { decodePaddedBase64 } from './base64.ts'

/** Reads bytes as systems keep them in columns: hex of either case, or base64 of either alphabet, padded or not. */
export const decodeKey = (text: string): Buffer | undefined => {
  if (/^(?:[0-9a-fA-F]{2}){8,}$/u.test(text)) return Buffer.from(text, 'hex')
  return decodeAnyBase64(text)
}

/** Reads base64 of either alphabet, padded or not. Spare bits at the end are refused. */
export const decodeAnyBase64 = (text: string): Buffer | undefined => {
  const bare = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/u, '')
  return /^[A-Za-z0-9+/]*$/u.test(bare) ? decodePaddedBase64(bare + '='.repeat(-bare.length & 3)) : undefined
}

/** Reads a salt that is text, or in an encoding that is named. */
export const decodeSalt = (salt: string, encoding: unknown): Buffer | undefined => {
  if (salt === '' || salt.length > 512) return undefined
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(salt)
    case 'base64':
      return decodeAnyBase64(salt)
    case 'hex':
      return /^(?:[0-9a-fA-F]{2})+$/u.test(salt) ? Buffer.from(salt, 'hex') : undefined
    default:
      return undefined
  }
}
