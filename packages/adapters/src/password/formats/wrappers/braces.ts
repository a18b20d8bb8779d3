import { decodePaddedBase64 } from '../text/base64.ts'
import type { Unwrapped, Wrapper } from './unwrapped.ts'

/** Names of schemes that only repeat what the hash after them says. */
const idle =
  /^\{(?:bcrypt|argon2(?:@springsecurity_v\d_\d+)?|argon2id?|crypt|blf-crypt|md5|md5-crypt|sha256-crypt|sha512-crypt|sm3-crypt)\}(\$.+)$|^\{ldap\}(\{.+)$/iu

/**
 * Spring Security's `{bcrypt}`, `{argon2@SpringSecurity_v5_8}` and `{ldap}`, Dovecot's and OpenLDAP's names of crypt(3)
 * and argon2.
 */
export const idleBraces: Wrapper = {
  from: 'Spring Security, Dovecot, OpenLDAP',
  unwrap: (encoded) => {
    const [, hash, scheme] = idle.exec(encoded) ?? []
    const inner = hash ?? scheme
    return inner === undefined ? undefined : { encoded: inner }
  },
}

/** Other systems' names for the schemes of RFC 2307. */
const names: Readonly<Record<string, string>> = {
  SHA1: 'SHA',
  SSHA1: 'SSHA',
  'SHA-1': 'SHA',
  'SSHA-1': 'SSHA',
  'SHA-256': 'SHA256',
  'SSHA-256': 'SSHA256',
  'SHA-384': 'SHA384',
  'SSHA-384': 'SSHA384',
  'SHA-512': 'SHA512',
  'SSHA-512': 'SSHA512',
  'PLAIN-MD5': 'MD5',
  'LDAP-MD5': 'MD5',
}

const scheme = /^\{([A-Z0-9-]{2,12})(?:\.(HEX|B64|BASE64))?\}([A-Za-z0-9+/]+={0,2})$/iu
const known = /^(S?)(MD5|SHA(?:256|384|512)?)$/u
/** In bytes. */
const sizes: Readonly<Record<string, number>> = { MD5: 16, SHA: 20, SHA256: 32, SHA384: 48, SHA512: 64 }

/**
 * `{SHA1}`, `{SSHA-256}` and the like, and the same digests in hex. Dovecot marks hex, as in `{SHA256.HEX}`; Spring
 * Security and `{PLAIN-MD5}` do not.
 */
export const digestBraces: Wrapper = {
  from: 'Dovecot, IBM, ApacheDS, Spring Security',
  unwrap: (encoded) => {
    const [, written = '', encoding, text = ''] = scheme.exec(encoded) ?? []
    const name = names[written.toUpperCase()] ?? written.toUpperCase()
    const [, salted, digest] = known.exec(name) ?? []
    const bytes = digest === undefined ? undefined : bytesOf(text, encoding?.toUpperCase())
    const size = sizes[digest ?? '']
    if (bytes === undefined || size === undefined) return undefined
    return (salted === '' ? bytes.length === size : bytes.length > size)
      ? renamed(`{${name}}${bytes.toString('base64')}`, encoded)
      : undefined
  },
}

const hex = /^(?:[0-9a-f]{2})+$/iu

const bytesOf = (text: string, encoding: string | undefined): Buffer | undefined => {
  const isHex = hex.test(text) && (encoding === 'HEX' || (encoding === undefined && isDigestInHex(text)))
  return isHex ? Buffer.from(text, 'hex') : encoding === 'HEX' ? undefined : decodePaddedBase64(text)
}

/**
 * As long as the hex of a digest. The base64 of a digest with a salt may be that long too, but it does not consist of
 * hex digits alone.
 */
const isDigestInHex = ({ length }: string): boolean => [32, 40, 64, 96, 128].includes(length)

const renamed = (encoded: string, from: string): Unwrapped | undefined =>
  encoded === from ? undefined : { encoded }

const salted = /^\{(MD5|SHA-1|SHA-256|SHA-512)\}\{([^{}]{0,128})\}([A-Za-z0-9+/]+={0,2})$/u
const digests: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-512': 'sha512',
}

/**
 * Spring Security's MessageDigestPasswordEncoder: `{SHA-256}{<salt>}<digest>`, of the password and the salt in its
 * braces.
 */
export const springDigest: Wrapper = {
  from: 'Spring Security',
  unwrap: (encoded) => {
    const [, name = '', salt, digest] = salted.exec(encoded) ?? []
    if (salt === undefined) return undefined
    return { encoded: `${digest}:{${salt}}`, format: `${digests[name]}(password + salt)` }
  },
}
