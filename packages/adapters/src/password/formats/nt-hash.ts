import { sameBytes } from './digest.ts'
import { hashFormat, type HashFormat } from './hash-format.ts'

const shape = /^[0-9a-fA-F]{32}$/u

/**
 * Windows' and Samba's NT hash: MD4 of the password in UTF-16LE, in hex. It looks like MD5, so it has to be named.
 * OpenSSL 3 has MD4 no more; `hash-wasm` is loaded when the first such hash is checked.
 */
export const ntHashFormat = (): HashFormat =>
  hashFormat<string>({
    id: 'nt-hash',
    mustBeNamed: true,
    parse: (encoded) => (shape.test(encoded) ? encoded.toLowerCase() : undefined),
    bounds: [],
    strength: () => 'weak',
    matches: async (text, digest) => {
      const { md4 } = await import('hash-wasm')
      return sameBytes(await md4(Buffer.from(text, 'utf16le')), digest)
    },
  })
