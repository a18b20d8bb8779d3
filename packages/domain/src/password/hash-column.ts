import { decodeBase64 } from '../kernel/base64.ts'
import { decodeUtf8 } from '../kernel/utf8.ts'

/**
 * What another system kept in the column of its hashes. `hash`: the text of a hash, without the white space around it.
 * `none`: a marker that says that nobody can sign in with a password. `clear`: a password that was never hashed.
 */
export type HashColumn =
  | { readonly kind: 'hash'; readonly encoded: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'clear'; readonly text: string }

/**
 * Tells markers and clear texts from texts that may be a hash. A hash with a lock before it counts as no hash: its
 * owner is locked out. A custom format of the embedding service decides by itself what a text means, white space
 * included.
 */
export const readHashColumn = (text: string, format?: string): HashColumn => {
  if (format?.startsWith('custom:') === true || text.length > longest) return { kind: 'hash', encoded: text }
  // Most hashes begin like this, and neither a marker nor a clear text does.
  if (text.startsWith('$')) return { kind: 'hash', encoded: text.trim() }
  const clear = inClear.exec(text.trimStart())?.[1] ?? encodedInClear(text.trim())
  if (clear !== undefined) return { kind: 'clear', text: clear }
  const encoded = text.trim()
  return markers.some((marker) => marker.test(encoded)) ? { kind: 'none' } : { kind: 'hash', encoded }
}

/** Longer than any hash, and any password, with white space around it. A longer text is refused in a later step. */
const longest = 8192

/**
 * Spring's `{noop}`, Dovecot's `{PLAIN}` and `{CLEAR}`, OpenLDAP's `{CLEARTEXT}`, Roundup's `{plaintext}`, Werkzeug's `plain$$`.
 * White space belongs to the password.
 */
const inClear = /^(?:\{(?:noop|plain|clear|cleartext|plaintext)\}|plain\$\$)([^]+)$/iu

/** Dovecot's `{PLAIN.HEX}` and `{CLEAR.B64}`. */
const encodedInClear = (text: string): string | undefined => {
  const [, encoding = '', encoded = ''] = inClearEncoded.exec(text) ?? []
  if (encoded === '') return undefined
  const bytes = encoding.toUpperCase() === 'HEX' ? decodeHex(encoded) : decodeBase64(encoded)
  const clear = bytes && decodeUtf8(bytes)
  return clear === '' ? undefined : clear
}

const inClearEncoded = /^\{(?:plain|clear|cleartext)\.(hex|b64|base64)\}(.+)$/iu

const decodeHex = (text: string): Uint8Array | undefined =>
  /^(?:[0-9a-f]{2})+$/iu.test(text)
    ? Uint8Array.from(text.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16))
    : undefined

const markers: readonly RegExp[] = [
  // crypt(5) and shadow(5): no text has a hash of this form. OpenBSD writes thirteen asterisks.
  /^[!*]{1,16}$/u,
  // The password is stored elsewhere, or the account is for a daemon: passwd(5), Solaris, HP-UX.
  /^(?:x|NP|UP|\*NP\*|\*UP\*|\*nologin\*)$/iu,
  // usermod -L, passwd -l, Solaris and FreeBSD put their lock before the hash, or write the lock alone.
  /^(?:!{1,2}|\*LK\*|\*LOCKED\*)(?:[!*]{0,2}|NP|UP|[$_{].+)$/u,
  // LDAP directories keep the fields of passwd(5) and shadow(5) after their scheme.
  /^\{CRYPT\}(?:[!*]{1,16}|x|\*LK\*|NP|!{1,2}[$_].+)$/iu,
  // Django: an exclamation mark, and 40 random characters since 1.6.
  /^![0-9A-Za-z]{32,40}$/u,
  // OpenLDAP and 389-DS ask another system for these.
  /^\{(?:SASL|KERBEROS|KRB5|K5KEY|UNIX|PAM|RADIUS|GSSAPI)\}.*$/iu,
  // Samba: no password, or one that is disabled.
  /^(?:NO PASSWORD[X*]{21}|[X*]{32})$/u,
  // Moodle and WoltLab.
  /^(?:not cached|to be generated|invalid:)$/iu,
]
