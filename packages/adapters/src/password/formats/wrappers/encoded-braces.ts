import { decodePaddedBase64 } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'

/** Schemes whose hashes are text before Dovecot encodes them. What Dovecot calls MD5 alone is that of crypt(3). */
const shape =
  /^\{((?:MD5|BLF|SHA256|SHA512|DES)-CRYPT|CRYPT|MD5|ARGON2ID?|PBKDF2|SCRAM-SHA-(?:1|256))\.(HEX|B64|BASE64)\}([A-Za-z0-9+/]+={0,2})$/iu

/** The characters of such a hash. */
const plain = /^[!-z|~]{13,512}$/u

/** Dovecot's `{BLF-CRYPT.B64}` and `{SCRAM-SHA-256.HEX}`: the text of a scheme, in base64 or hex. */
export const encodedBraces: Wrapper = {
  from: 'Dovecot',
  unwrap: (encoded) => {
    const [, scheme = '', encoding = '', text = ''] = shape.exec(encoded) ?? []
    const isHex = encoding.toUpperCase() === 'HEX'
    if (isHex && !/^(?:[0-9a-f]{2})+$/iu.test(text)) return undefined
    const bytes = isHex ? Buffer.from(text, 'hex') : decodePaddedBase64(text)
    const inner = bytes?.toString('latin1') ?? ''
    return plain.test(inner) ? { encoded: `{${scheme.toUpperCase()}}${inner}` } : undefined
  },
}
