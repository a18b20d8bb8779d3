import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { decodeAb64, decodeBase64, decodePaddedBase64 } from '../text/base64.ts'
import { digestBytes, isDigest, sameBytes, type Digest } from '../digest/digest.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { pbkdf2Strength } from '../strength.ts'

/** What every spelling of a PBKDF2 hash (RFC 8018) comes down to. */
export type Pbkdf2Hash = {
  readonly digest: Digest
  readonly iterations: number
  readonly salt: Uint8Array
  readonly key: Buffer
}

const derive = promisify(pbkdf2)

/** A key longer than the digest is made in several blocks, each with all the iterations. */
const blocksOf = ({ key, digest }: Pbkdf2Hash): number => Math.ceil(key.length / digestBytes[digest])

/** A row for one spelling of PBKDF2. */
export const pbkdf2Row = (id: string, parse: (encoded: string) => Pbkdf2Hash | undefined): HashFormat =>
  hashFormat<Pbkdf2Hash>({
    id,
    parse,
    bounds: [
      // About 1 s of one core with SHA-256. OWASP's highest number is 1,300,000, for SHA-1.
      { name: 'iterations', of: ({ iterations }) => iterations, max: 2_000_000 },
      { of: (hash) => hash.iterations * blocksOf(hash), max: 4_000_000 },
    ],
    furtherCosts: (hash) => {
      const blocks = blocksOf(hash)
      return { digest: hash.digest, ...(blocks === 1 ? {} : { blocks }) }
    },
    strength: ({ digest, iterations }) => pbkdf2Strength(digest, iterations),
    matches: async (password, { salt, iterations, key, digest }) =>
      sameBytes(await derive(password, salt, iterations, key.length, digest), key),
  })

/** The parts as a hash, if its key has 16 to 128 bytes, and as many as `length` says. */
const whole = (
  digest: string | undefined,
  iterations: string | undefined,
  salt: Uint8Array | undefined,
  key: Buffer | undefined,
  length?: number,
): Pbkdf2Hash | undefined => {
  if (digest === undefined || !isDigest(digest) || salt === undefined || key === undefined) return undefined
  if (key.length < 16 || key.length > 128 || key.length !== (length ?? key.length)) return undefined
  return { digest, iterations: Number(iterations), salt, key }
}

const phc =
  /^\$pbkdf2-([a-z0-9]+)\$i=([1-9]\d{0,9})(?:,l=([1-9]\d{0,2}))?\$([A-Za-z0-9+/]{11,171})\$([A-Za-z0-9+/]{22,171})$/u

/** `$pbkdf2-sha256$i=<iterations>,l=<bytes of key>$<salt>$<key>`, as Auth0 and Kratos have it. `l` may be absent. */
export const pbkdf2Format = (): HashFormat =>
  pbkdf2Row('pbkdf2', (encoded) => {
    const [, digest, iterations, length, salt, key] = phc.exec(encoded) ?? []
    if (digest === undefined) return undefined
    const bytes = length === undefined ? undefined : Number(length)
    return whole(digest, iterations, decodeBase64(salt!), decodeBase64(key!), bytes)
  })

const passlib =
  /^(?:\$pbkdf2(?:-(sha1|sha256|sha512))?\$|\{PBKDF2(?:-(SHA1|SHA256|SHA512))?\})([1-9]\d{0,9})\$([A-Za-z0-9./]{0,171})\$([A-Za-z0-9./]{22,171})$/u

/**
 * passlib's `$pbkdf2-sha256$<iterations>$<salt>$<key>`; `$pbkdf2$` is SHA-1. `{PBKDF2-SHA256}` before the same fields
 * is OpenLDAP's and passlib's `ldap_pbkdf2_sha256`.
 */
export const passlibPbkdf2Format = (): HashFormat =>
  pbkdf2Row('passlib-pbkdf2', (encoded) => {
    const [, modular, ldap, iterations, salt, key] = passlib.exec(encoded) ?? []
    if (iterations === undefined) return undefined
    const digest = modular ?? ldap?.toLowerCase() ?? 'sha1'
    return whole(digest, iterations, decodeAb64(salt!), decodeAb64(key!), sizeOf(digest))
  })

const django = /^pbkdf2_(sha1|sha256)\$([1-9]\d{0,9})\$([^$\s]{1,128})\$([A-Za-z0-9+/]{27,43}=)$/u

/** Django's `pbkdf2_sha256$<iterations>$<salt as text>$<key in base64>`. */
export const djangoPbkdf2Format = (): HashFormat =>
  pbkdf2Row('django-pbkdf2', (encoded) => {
    const [, digest, iterations, salt, key] = django.exec(encoded) ?? []
    if (digest === undefined) return undefined
    return whole(digest, iterations, Buffer.from(salt!), decodePaddedBase64(key!), sizeOf(digest))
  })

const werkzeug = /^pbkdf2:([a-z0-9]+):([1-9]\d{0,9})\$([^$\s]{1,128})\$((?:[0-9a-fA-F]{2}){16,64})$/u

/** Werkzeug's (Flask's) `pbkdf2:sha256:<iterations>$<salt as text>$<key in hex>`. */
export const werkzeugPbkdf2Format = (): HashFormat =>
  pbkdf2Row('werkzeug-pbkdf2', (encoded) => {
    const [, digest, iterations, salt, key] = werkzeug.exec(encoded) ?? []
    if (digest === undefined) return undefined
    return whole(digest, iterations, Buffer.from(salt!), Buffer.from(key!, 'hex'), sizeOf(digest))
  })

const atlassian = /^\{PKCS5S2\}([A-Za-z0-9+/]{64})$/u

/** Atlassian's (Jira, Confluence, Crowd) `{PKCS5S2}`: 16 bytes of salt and 32 of key, SHA-1, 10,000 iterations. */
export const atlassianPbkdf2Format = (): HashFormat =>
  pbkdf2Row('atlassian-pbkdf2', (encoded) => {
    const [, text] = atlassian.exec(encoded) ?? []
    const bytes = text === undefined ? undefined : decodePaddedBase64(text)
    if (bytes === undefined) return undefined
    return { digest: 'sha1', iterations: 10_000, salt: bytes.subarray(0, 16), key: bytes.subarray(16) }
  })

const sizeOf = (digest: string): number => (isDigest(digest) ? digestBytes[digest] : 0)
