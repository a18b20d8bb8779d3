import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** The digests that formats name, with their sizes in bytes. OpenSSL uses the same names. */
export const digestBytes = {
  md5: 16,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  sm3: 32,
} as const

export type Digest = keyof typeof digestBytes

export const digests = Object.keys(digestBytes) as readonly Digest[]

export const isDigest = (name: string): name is Digest => Object.hasOwn(digestBytes, name)

/** The digest of the parts, one after the other. */
export const digestOf = (digest: Digest, ...parts: readonly Uint8Array[]): Buffer =>
  hash(digest, parts.length === 1 ? parts[0]! : Buffer.concat(parts), 'buffer')

export const hmacOf = (digest: Digest, key: Uint8Array, text: Uint8Array): Buffer =>
  createHmac(digest, key).update(text).digest()

/** Compares in a time that reveals only whether the lengths differ. Texts are compared as UTF-8. */
export const sameBytes = (one: Uint8Array | string, other: Uint8Array | string): boolean => {
  const [first, second] = [Buffer.from(one as string), Buffer.from(other as string)]
  return first.length === second.length && timingSafeEqual(first, second)
}
