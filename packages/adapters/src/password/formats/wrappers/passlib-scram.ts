import { decodeAb64 } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'
import { writePbkdf2 } from './write.ts'

const shape =
  /^\$scram\$([1-9]\d{0,9})\$([A-Za-z0-9./]{2,171})\$([a-z0-9-]+=[A-Za-z0-9./]+(?:,[a-z0-9-]+=[A-Za-z0-9./]+){0,7})$/u

/** By their strength, with passlib's names. */
const digests = ['sha-512', 'sha-256', 'sha-1'] as const

/**
 * passlib's `$scram$<iterations>$<salt>$sha-1=<key>,sha-256=<key>,...`: PBKDF2 with each digest, of which the strongest
 * is read.
 */
export const passlibScram: Wrapper = {
  from: 'passlib',
  unwrap: (encoded) => {
    const [, iterations, salt = '', list = ''] = shape.exec(encoded) ?? []
    if (iterations === undefined) return undefined
    const keys = new Map(list.split(',').map((each) => each.split('=') as [string, string]))
    const digest = digests.find((each) => keys.has(each))
    const [saltBytes, key] = [decodeAb64(salt), decodeAb64(keys.get(digest ?? '') ?? '*')]
    return digest === undefined || saltBytes === undefined || key === undefined
      ? undefined
      : { encoded: writePbkdf2(digest.replace('-', ''), iterations, saltBytes, key), format: 'pbkdf2' }
  },
}
