import { digestBytes, digestOf, digests, hmacOf, type Digest } from './digest.ts'
import { loadHashWasm } from './hash-wasm.ts'

/** How one fast digest is made from a password and a salt. */
export type Recipe = {
  /**
   * The id of the format that is this digest with its salt and nothing else. Wrapped hashes name their recipe by it, so
   * it is never renamed. A recipe without an id cannot be wrapped.
   */
  readonly id?: string
  /** It encodes the password by itself, from UTF-8. */
  readonly utf8Only?: true
  /** If false, the salt is ignored. */
  readonly salted: boolean
  readonly digestBytes: number
  readonly derive: (password: Buffer, salt: Uint8Array) => Buffer | Promise<Buffer>
}

/** The parts of a hash that is one fast digest: with recipe and salt, the digest of any password can be computed. */
export type BareHash = { readonly recipe: Recipe; readonly salt: Uint8Array; readonly digest: Buffer }

/**
 * In bytes. With a longer salt a wrapped hash could be longer than any that is read. `<digest>:<salt>` holds 128
 * characters of salt, which are no more than this.
 */
const maxSalt = 512

/** Whether recipe and salt can be written down, so that another hash can be computed over the digest. */
export const isWrappable = ({ recipe, salt }: BareHash): boolean =>
  recipe.id !== undefined && salt.length <= maxSalt

/** The salt of a hash that has none. */
export const noSalt: Uint8Array = Buffer.alloc(0)

/** The password alone. */
export const plain = (digest: Digest): Recipe => ({
  id: digest,
  salted: false,
  digestBytes: digestBytes[digest],
  derive: (password) => digestOf(digest, password),
})

/** The salt goes first. */
export const saltPrefix = (digest: Digest): Recipe => ({
  id: `${digest}-salt-prefix`,
  salted: true,
  digestBytes: digestBytes[digest],
  derive: (password, salt) => digestOf(digest, salt, password),
})

/** The password goes first. */
export const saltSuffix = (digest: Digest): Recipe => ({
  id: `${digest}-salt-suffix`,
  salted: true,
  digestBytes: digestBytes[digest],
  derive: (password, salt) => digestOf(digest, password, salt),
})

/** The password goes between two salts. */
export const saltAround = (digest: Digest, before: Uint8Array): Recipe => ({
  salted: true,
  digestBytes: digestBytes[digest],
  derive: (password, after) => digestOf(digest, before, password, after),
})

/** HMAC (RFC 2104) with the salt as its key. */
export const hmacSalt = (digest: Digest): Recipe => ({
  id: `hmac-${digest}`,
  salted: true,
  digestBytes: digestBytes[digest],
  derive: (password, salt) => hmacOf(digest, salt, password),
})

const hexOfMd5 = (part: Uint8Array): Buffer => Buffer.from(digestOf('md5', part).toString('hex'))

/** vBulletin's, and so UCenter's and Discuz!'s: MD5 of the password's MD5 in hex, followed by the salt. */
export const vbulletin: Recipe = {
  id: 'vbulletin',
  salted: true,
  digestBytes: digestBytes.md5,
  derive: (password, salt) => digestOf('md5', hexOfMd5(password), salt),
}

/** MyBB's and Invision's: MD5 of the salt's MD5 in hex, followed by the password's. */
export const mybb: Recipe = {
  id: 'mybb',
  salted: true,
  digestBytes: digestBytes.md5,
  derive: (password, salt) => digestOf('md5', hexOfMd5(salt), hexOfMd5(password)),
}

/** MySQL's and MariaDB's PASSWORD() since 4.1: the SHA-1 of the SHA-1. */
export const mysql41: Recipe = {
  id: 'mysql41',
  salted: false,
  digestBytes: digestBytes.sha1,
  derive: (password) => digestOf('sha1', digestOf('sha1', password)),
}

/**
 * Windows' and Samba's: MD4 of the password in UTF-16LE. OpenSSL 3 no longer has MD4; `hash-wasm` is loaded when the
 * first such digest is computed.
 */
export const ntHash: Recipe = {
  id: 'nt-hash',
  utf8Only: true,
  salted: false,
  digestBytes: 16,
  derive: async (password) => {
    const { md4 } = await loadHashWasm()
    return Buffer.from(await md4(Buffer.from(password.toString(), 'utf16le')), 'hex')
  },
}

/** Every recipe that can be named. */
export const recipes: readonly Recipe[] = [
  ...digests.flatMap((digest) => [plain(digest), saltPrefix(digest), saltSuffix(digest), hmacSalt(digest)]),
  vbulletin,
  mybb,
  mysql41,
  ntHash,
]
