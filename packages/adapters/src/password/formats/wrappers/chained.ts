import { decodeItoa64, decodePaddedBase64, turnGroups } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'
import { writeRepeated } from './write.ts'

const fshpShape = /^\{FSHP([0123])\|(\d{1,3})\|([1-9]\d{0,6})\}([A-Za-z0-9+/]{20,344}={0,2})$/iu
const fshpDigests = [
  ['sha1', 20],
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
] as const

/** FSHP's `{FSHP1|<bytes of salt>|<rounds>}<salt and digest in base64>`. */
export const fshp: Wrapper = {
  from: 'FSHP',
  unwrap: (encoded) => {
    const [, variant, saltSize, rounds, text = ''] = fshpShape.exec(encoded) ?? []
    const [digest, size] = fshpDigests[Number(variant)] ?? []
    const bytes = digest === undefined ? undefined : decodePaddedBase64(text)
    const saltBytes = Number(saltSize)
    if (digest === undefined || size === undefined || bytes?.length !== saltBytes + size) return undefined
    const hash = bytes.subarray(saltBytes).toString('hex')
    const of = saltBytes === 0 ? 'password' : 'unhex(salt) + password'
    const salt = bytes.subarray(0, saltBytes).toString('hex')
    return {
      encoded: saltBytes === 0 ? hash : `${hash}:${salt}`,
      format: writeRepeated(digest, of, Number(rounds)),
    }
  },
}

const sha1cryptShape = /^\$sha1\$([1-9]\d{0,6})\$([./0-9A-Za-z]{1,64})\$([./0-9A-Za-z]{28})$/iu

/**
 * NetBSD's `$sha1$<rounds>$<salt as text>$<digest>`: each round is an HMAC of the one before, with the password as its
 * key.
 */
export const sha1crypt: Wrapper = {
  from: 'NetBSD',
  unwrap: (encoded) => {
    const [, rounds, salt, text = ''] = sha1cryptShape.exec(encoded) ?? []
    const bytes = rounds === undefined ? undefined : decodeItoa64(turnGroups(text))
    // The last group repeats the first byte.
    if (bytes?.length !== 21 || bytes[20] !== bytes[0]) return undefined
    const first = `hmac_sha1(password, salt + '$sha1$${rounds}')`
    const again = Number(rounds) - 1
    return {
      encoded: `${bytes.subarray(0, 20).toString('hex')}:${salt}`,
      format: again === 0 ? first : `repeat(${again}, ${first}, hmac_sha1(password, raw(previous)))`,
    }
  },
}
