import { decodeDigest } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'

const shape = /^\{(?:PLAIN-)?MD4(?:\.(?:HEX|B64|BASE64))?\}(\{[^{}]{1,128}\})?([0-9A-Za-z+/]{22,32}={0,2})$/iu

/** Dovecot's `{PLAIN-MD4}<MD4>`, and Spring Security's `{MD4}{<salt>}<MD4>`, in hex or base64: what Auth0 calls `md4`. */
export const plainMd4: Wrapper = {
  from: 'Dovecot, Spring Security',
  unwrap: (encoded) => {
    const [, salt, text = ''] = shape.exec(encoded) ?? []
    const value = decodeDigest(text, 16)?.toString('hex')
    if (value === undefined) return undefined
    const custom = {
      algorithm: 'md4',
      hash: { value, encoding: 'hex' },
      ...(salt !== undefined && { salt: { value: salt, position: 'suffix' } }),
    }
    return { encoded: JSON.stringify(custom), format: 'auth0' }
  },
}
