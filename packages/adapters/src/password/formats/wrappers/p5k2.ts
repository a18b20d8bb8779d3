import { decodeAnyBase64 } from '../text/keys.ts'
import { decodeAb64 } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'
import { writePbkdf2 } from './write.ts'

const cta = /^\$p5k2\$([0-9a-f]{1,8})\$([A-Za-z0-9_-]{2,172}={0,2})\$([A-Za-z0-9_-]{27}=)$/u
const dlitz = /^(\$p5k2\$([0-9a-f]{0,8})\$[A-Za-z0-9./]{1,172})\$([A-Za-z0-9./]{32})$/u

/** What dlitz' module leaves out, because it is its default. */
const defaultIterations = 400

/**
 * `$p5k2$<iterations in hex>$<salt>$<key>` with SHA-1. Cryptacular (Pyramid) writes the salt in base64 for URLs. Dwayne
 * Litzenberger's Python module uses everything before the key as its salt.
 */
export const p5k2: Wrapper = {
  from: 'Cryptacular (Pyramid), PBKDF2.py of Python',
  unwrap: (encoded) => {
    const [, ctaTimes, ctaSalt, ctaKey] = cta.exec(encoded) ?? []
    if (ctaTimes !== undefined) return read(ctaTimes, decodeAnyBase64(ctaSalt!), decodeAnyBase64(ctaKey!))
    const [, salt, times, key] = dlitz.exec(encoded) ?? []
    return salt === undefined ? undefined : read(times!, Buffer.from(salt), decodeAb64(key!))
  },
}

const read = (
  hex: string,
  salt: Uint8Array | undefined,
  key: Uint8Array | undefined,
): ReturnType<Wrapper['unwrap']> => {
  const iterations = hex === '' ? defaultIterations : Number.parseInt(hex, 16)
  return salt === undefined || key === undefined || iterations === 0
    ? undefined
    : { encoded: writePbkdf2('sha1', iterations, salt, key), format: 'pbkdf2' }
}
