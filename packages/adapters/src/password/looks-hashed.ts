import { findCandidates } from './find-candidates.ts'
import type { HashFormat } from './formats/hash-format.ts'
import { unwrapOnce } from './formats/wrappers/unwrap.ts'

/** What `shadow` writes before the hash of a locked account. */
const lock = /^(?:!{1,2}|\*LK\*)/u

/**
 * The beginnings of hashes that name their own format: formats that we read, and some that we do not. A hash that is
 * cut short, or of another version, is no password either. At least twenty characters that a hash can have must follow;
 * otherwise it is a password that happens to begin like this.
 */
const marks: readonly RegExp[] = [
  // crypt(5), passlib, Kratos, FusionAuth, Drupal, WordPress: `$id$`.
  /^\$(?:1|2[abxy]?|3|5|6|7|y|gy|md5|sha1|sm3|argon2(?:id?|d)(?:-over)?|bcrypt-sha256|pbkdf2(?:-\w+)?|scrypt|firescrypt|fbscrypt|hmac-\w+|apr1|wp|P|H|S|U)\$[\w./+=,:$-]{20,}$/u,
  // RFC 2307 and its heirs, and Spring's DelegatingPasswordEncoder: `{SCHEME}`.
  /^\{(?:x-)?(?:s?sha(?:-?\d+)?|s?md5|crypt|[\w-]*pbkdf2[\w-]*|pkcs5s2|argon2\w*|bcrypt|scrypt|s?sm3|nthash|issha\b.*)(?:\.(?:hex|b64))?\}[\w./+=,:$-]{16,}$/iu,
  // Django and Werkzeug: `algorithm$`, with its parameters before or after.
  /^(?:pbkdf2_sha\d+|bcrypt(?:_sha256)?|argon2|scrypt|pbkdf2:sha\d+(?::\d+)?|scrypt(?::\d+){3}|sha1|md5|sha\d+_symfony)\$[\w./+=,:$-]{20,}$/u,
]

/**
 * Whether a text is a hash that itself says how it was made. Formats that have to be named are left out: a text of only
 * hex digits may well be a password.
 */
export const openLooksHashed = (formats: readonly HashFormat[]): ((text: string) => boolean) => {
  const naming = formats.filter(({ mustBeNamed }) => !mustBeNamed)
  return (given) => {
    const text = given.trim().replace(lock, '')
    return (
      marks.some((mark) => mark.test(text)) ||
      naming.some(({ read }) => read(text) !== undefined) ||
      // What a system writes around a hash shows that it is a hash, whatever is inside.
      (unwrapOnce(text) !== undefined && findCandidates(text, formats).wrappedBy !== undefined)
    )
  }
}
