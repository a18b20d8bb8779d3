import { decodePaddedBase64 } from './base64.ts'
import { digestBytes, digestOf, digests, type Digest } from './digest.ts'
import { digestRow, hmacSalt, plain, saltPrefix, saltSuffix, type Recipe } from './digest-row.ts'
import type { HashFormat } from './hash-format.ts'

const hexOnly = /^[0-9a-fA-F]+$/u

/**
 * A digest in hex of either case, or in base64 with its padding. Text in nothing but hex digits is no base64: the
 * hex of SHA-256 is as long as the base64 of SHA-384.
 */
const decode = (text: string, digest: Digest): Buffer | undefined => {
  if (!hexOnly.test(text)) return decodePaddedBase64(text)
  return text.length === 2 * digestBytes[digest] ? Buffer.from(text, 'hex') : undefined
}

const longest = 2 * Math.max(...Object.values(digestBytes))
const salted = new RegExp(String.raw`^([0-9a-zA-Z+/=]{24,${longest}}):([^\u0000-\u001f\u007f]{1,128})$`, 'u')

const bare = (id: string, digest: Digest): HashFormat =>
  digestRow(
    id,
    (encoded) => {
      const value = encoded.length > longest ? undefined : decode(encoded, digest)
      return value && { digest, recipe: plain, salt: Buffer.alloc(0), value }
    },
    true,
  )

const withSalt = (id: string, digest: Digest, recipe: Recipe): HashFormat =>
  digestRow(
    id,
    (encoded) => {
      const [, text, salt] = salted.exec(encoded) ?? []
      const value = text === undefined ? undefined : decode(text, digest)
      return value && { digest, recipe, salt: Buffer.from(salt!), value }
    },
    true,
  )

const hex = (part: Uint8Array): Buffer => Buffer.from(digestOf('md5', part).toString('hex'))

/** vBulletin's, and so UCenter's and Discuz!'s: MD5 of the password's MD5 in hex, with the salt behind it. */
const vbulletin: Recipe = (_, password, salt) => digestOf('md5', hex(password), salt)
/** MyBB's and Invision's: MD5 of the salt's MD5 in hex, with the password's behind it. */
const mybb: Recipe = (_, password, salt) => digestOf('md5', hex(salt), hex(password))

/**
 * Digests that say nothing of how they were made, so that the format has to be named: alone as `md5`, and as
 * `<digest>:<salt as text>` as `md5-salt-prefix` (the salt first), `md5-salt-suffix` (the password first) and
 * `hmac-md5` (the salt is the key). The same for every other digest.
 */
export const plainDigestFormats = (): readonly HashFormat[] => [
  ...digests.flatMap((digest) => [
    bare(digest, digest),
    withSalt(`${digest}-salt-prefix`, digest, saltPrefix),
    withSalt(`${digest}-salt-suffix`, digest, saltSuffix),
    withSalt(`hmac-${digest}`, digest, hmacSalt),
  ]),
  withSalt('vbulletin', 'md5', vbulletin),
  withSalt('mybb', 'md5', mybb),
]
