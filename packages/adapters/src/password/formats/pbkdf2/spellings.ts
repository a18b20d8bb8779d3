import { decodeAb64, decodeBase64, decodePaddedBase64 } from '../text/base64.ts'
import { digestBytes, isDigest } from '../digest/digest.ts'
import type { HashFormat } from '../hash-format.ts'
import { readFields } from '../text/fields.ts'
import { countIn, textIn } from '../text/json.ts'
import { decodeKey, decodeSalt } from '../text/keys.ts'
import { pbkdf2Row, wholePbkdf2, type Pbkdf2Hash } from './pbkdf2.ts'

const phc =
  /^\$pbkdf2-([a-z0-9-]+)\$i=([1-9]\d{0,9})(?:,l=([1-9]\d{0,2}))?\$([A-Za-z0-9+/]{2,171})\$([A-Za-z0-9+/]{22,342})$/u

const readPhc = (
  encoded: string,
  digestOf: (name: string) => string | undefined = (name) => name,
): Pbkdf2Hash | undefined => {
  const [, name, iterations, length, salt, key] = phc.exec(encoded) ?? []
  if (name === undefined) return undefined
  const bytes = length === undefined ? undefined : Number(length)
  return wholePbkdf2(digestOf(name), iterations, decodeBase64(salt!), decodeBase64(key!), bytes)
}

const beside = ['iterations', 'digest', 'saltEncoding']

/** The key as `hash` and the salt, in hex or base64 or as text, with the names of the parameters beside them. */
const readBeside = (encoded: string): Pbkdf2Hash | undefined => {
  const fields = readFields(encoded, ['hash', 'salt', ...beside])
  const [hash, salt] = [textIn(fields, 'hash'), textIn(fields, 'salt')]
  const iterations = countIn(fields, 'iterations')
  if (fields === undefined || hash === undefined || salt === undefined || iterations === undefined)
    return undefined
  const digest = textIn(fields, 'digest')?.toLowerCase().replace('-', '')
  return wholePbkdf2(digest, iterations, decodeSalt(salt, fields['saltEncoding'] ?? 'utf-8'), decodeKey(hash))
}

/**
 * `$pbkdf2-sha256$i=<iterations>,l=<bytes of key>$<salt>$<key>`, as Auth0 and Kratos write it. `l` may be absent. A
 * system that keeps salt and key in columns, and the rest in its code, gives them as fields.
 */
export const pbkdf2Format = (): HashFormat =>
  pbkdf2Row('pbkdf2', (encoded) => readPhc(encoded) ?? readBeside(encoded), {
    fields: { salt: true, parameters: beside },
  })

const sha3 = new Map([
  ['sha224', 'sha3-224'],
  ['sha384', 'sha3-384'],
])

/** Ory Kratos' reading of `$pbkdf2-sha224$...` and `$pbkdf2-sha384$...`: SHA-3, where all others mean SHA-2. */
export const kratosPbkdf2Format = (): HashFormat =>
  pbkdf2Row('kratos-pbkdf2', (encoded) => readPhc(encoded, (name) => sha3.get(name)))

const passlib =
  /^(?:\$pbkdf2(?:-(sha1|sha224|sha256|sha384|sha512))?\$|\{PBKDF2(?:-(SHA1|SHA256|SHA512))?\})([1-9]\d{0,9})\$([A-Za-z0-9./+]{0,171}={0,2})\$([A-Za-z0-9./+]{22,171}={0,2})$/u
const dirsrv =
  /^\{PBKDF2-(SHA1|SHA256|SHA512)\}([1-9]\d{0,9})\$([A-Za-z0-9/+]{2,171}={0,2})\$([A-Za-z0-9/+]{22,171}={0,2})$/u

/**
 * passlib's `$pbkdf2-sha256$<iterations>$<salt>$<key>`; `$pbkdf2$` is SHA-1. ZITADEL accepts the usual base64 there
 * too. `{PBKDF2-SHA256}` before the same fields is OpenLDAP's and passlib's `ldap_pbkdf2_sha256`, and 389-DS' with the
 * usual base64.
 */
export const passlibPbkdf2Format = (): HashFormat =>
  pbkdf2Row('passlib-pbkdf2', (encoded) => readPasslib(encoded) ?? readDirsrv(encoded))

const readPasslib = (encoded: string): Pbkdf2Hash | undefined => {
  const [, modular, ldap, iterations, salt, key] = passlib.exec(encoded) ?? []
  if (iterations === undefined) return undefined
  const digest = modular ?? ldap?.toLowerCase() ?? 'sha1'
  return wholePbkdf2(digest, iterations, decodeEither(salt!), decodeEither(key!), sizeOf(digest))
}

/** passlib's base64, or the usual one with or without its padding. */
const decodeEither = (text: string): Buffer | undefined =>
  text.endsWith('=') ? decodePaddedBase64(text) : (decodeAb64(text) ?? decodeBase64(text))

const readDirsrv = (encoded: string): Pbkdf2Hash | undefined => {
  const [, name, iterations, salt, key] = dirsrv.exec(encoded) ?? []
  const digest = name?.toLowerCase()
  if (digest === undefined) return undefined
  const [saltBytes, bytes] = [decodePaddedBase64(salt!), decodePaddedBase64(key!)]
  return wholePbkdf2(digest, iterations, saltBytes, bytes, sizeOf(digest))
}

const django = /^pbkdf2_(sha1|sha256)\$([1-9]\d{0,9})\$([^$\s]{1,128})\$([A-Za-z0-9+/]{27,43}=)$/u

/** Django's `pbkdf2_sha256$<iterations>$<salt as text>$<key in base64>`. */
export const djangoPbkdf2Format = (): HashFormat =>
  pbkdf2Row('django-pbkdf2', (encoded) => {
    const [, digest, iterations, salt, key] = django.exec(encoded) ?? []
    if (digest === undefined) return undefined
    return wholePbkdf2(digest, iterations, Buffer.from(salt!), decodePaddedBase64(key!), sizeOf(digest))
  })

/**
 * Django makes its salts from letters and digits. A salt with a character that only base64 has may be Clerk's, in
 * base64.
 */
const clerk = /^pbkdf2_sha256\$([1-9]\d{0,9})\$([A-Za-z0-9+/]{2,171}={0,2})\$([A-Za-z0-9+/]{43}=)$/u

/**
 * Clerk's `pbkdf2_sha256$<iterations>$<salt in base64>$<key in base64>`, if the salt does not look like one of
 * Django's.
 */
export const clerkPbkdf2Format = (): HashFormat =>
  pbkdf2Row('clerk-pbkdf2', (encoded) => {
    const [, iterations, salt = '', key] = clerk.exec(encoded) ?? []
    if (iterations === undefined || !/[+/=]/u.test(salt)) return undefined
    return wholePbkdf2('sha256', iterations, decodePaddedBase64(salt), decodePaddedBase64(key!))
  })

const werkzeug = /^pbkdf2:([a-z0-9]+):([1-9]\d{0,9})\$([^$\s]{1,128})\$((?:[0-9a-fA-F]{2}){16,64})$/u

/** Werkzeug's (Flask's) `pbkdf2:sha256:<iterations>$<salt as text>$<key in hex>`. */
export const werkzeugPbkdf2Format = (): HashFormat =>
  pbkdf2Row('werkzeug-pbkdf2', (encoded) => {
    const [, digest, iterations, salt, key] = werkzeug.exec(encoded) ?? []
    if (digest === undefined) return undefined
    return wholePbkdf2(digest, iterations, Buffer.from(salt!), Buffer.from(key!, 'hex'), sizeOf(digest))
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
