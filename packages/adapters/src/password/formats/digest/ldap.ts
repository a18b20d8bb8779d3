import { decodePaddedBase64 } from '../text/base64.ts'
import { digestRow } from './digest-row.ts'
import { digestBytes, type Digest } from './digest.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { plain, saltSuffix } from './recipes.ts'

/** The schemes of RFC 2307 and OpenLDAP, by the name in their braces. An S before the digest's name means salted. */
const schemes: Readonly<Record<string, readonly [digest: Digest, salted: boolean]>> = {
  MD5: ['md5', false],
  SMD5: ['md5', true],
  SHA: ['sha1', false],
  SSHA: ['sha1', true],
  SHA256: ['sha256', false],
  SSHA256: ['sha256', true],
  SHA384: ['sha384', false],
  SSHA384: ['sha384', true],
  SHA512: ['sha512', false],
  SSHA512: ['sha512', true],
}

/** LDAP directories ignore the case of a scheme's name. */
const shape = /^\{(S?(?:MD5|SHA(?:256|384|512)?))\}([A-Za-z0-9+/]{22,256}={0,2})$/iu

const row = (scheme: string, [name, salted]: readonly [Digest, boolean]): HashFormat =>
  digestRow(`ldap-${scheme.toLowerCase()}`, (encoded) => {
    const [, found, text] = shape.exec(encoded) ?? []
    const bytes = found?.toUpperCase() === scheme ? decodePaddedBase64(text!) : undefined
    if (bytes === undefined) return undefined
    const [digest, salt] = [bytes.subarray(0, digestBytes[name]), bytes.subarray(digestBytes[name])]
    if (salted !== salt.length > 0) return undefined
    return { recipe: salted ? saltSuffix(name) : plain(name), salt, digest }
  })

/** `{SSHA}<base64 of the digest, then the salt>` and its relatives; the password goes before the salt. */
export const ldapDigestFormats = (): readonly HashFormat[] =>
  Object.entries(schemes).map(([scheme, made]) => row(scheme, made))

/**
 * `{CRYPT}` before a hash of crypt(3). DES, which many LDAP directories still have there, is not among the `formats`.
 */
export const ldapCryptFormat = (formats: readonly HashFormat[]): HashFormat =>
  translatedFormat('ldap-crypt', (encoded) => /^\{CRYPT\}(\$.+)$/iu.exec(encoded)?.[1], formats)
