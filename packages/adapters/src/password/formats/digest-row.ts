import { digestBytes, hmacOf, digestOf, sameBytes, type Digest } from './digest.ts'
import { hashFormat, type HashFormat } from './hash-format.ts'

/** How a digest is made of a password and a salt, which is empty where there is none. */
export type Recipe = (digest: Digest, password: Buffer, salt: Uint8Array) => Buffer

/** The password alone. */
export const plain: Recipe = (digest, password) => digestOf(digest, password)
/** The salt goes first. */
export const saltPrefix: Recipe = (digest, password, salt) => digestOf(digest, salt, password)
/** The password goes first. */
export const saltSuffix: Recipe = (digest, password, salt) => digestOf(digest, password, salt)
/** HMAC (RFC 2104) with the salt as its key. */
export const hmacSalt: Recipe = (digest, password, salt) => hmacOf(digest, salt, password)

export type DigestHash = {
  readonly digest: Digest
  readonly recipe: Recipe
  readonly salt: Uint8Array
  readonly value: Uint8Array
}

/** A row for one spelling of a fast digest, computed once: weak, and never too costly. */
export const digestRow = (
  id: string,
  parse: (encoded: string) => DigestHash | undefined,
  mustBeNamed = false,
): HashFormat =>
  hashFormat<DigestHash>({
    id,
    mustBeNamed,
    parse: (encoded) => {
      const hash = parse(encoded)
      return hash?.value.length === digestBytes[hash?.digest ?? 'md5'] ? hash : undefined
    },
    bounds: [],
    strength: () => 'weak',
    matches: async (text, { digest, recipe, salt, value }) =>
      sameBytes(recipe(digest, Buffer.from(text), salt), value),
  })
