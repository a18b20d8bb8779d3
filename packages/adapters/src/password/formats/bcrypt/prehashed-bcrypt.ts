import { bcryptBounds, bcryptMatches, parseBcrypt, type BcryptHash } from './bcrypt.ts'
import { digestOf, hmacOf } from '../digest/digest.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { withSlashes } from '../text/magic-quotes.ts'
import { bcryptStrength } from '../strength.ts'

/**
 * A row for bcrypt of a digest in text, short enough for bcrypt to take all of it. `unwrap` gives the bcrypt string
 * inside; `texts` are the texts that may stand for a password, the most likely first.
 */
const row = (
  id: string,
  unwrap: (encoded: string) => string | undefined,
  texts: (password: Buffer, hash: BcryptHash) => readonly string[],
): HashFormat =>
  hashFormat<BcryptHash>({
    id,
    parse: (encoded) => parseBcrypt(unwrap(encoded) ?? ''),
    bounds: bcryptBounds,
    strength: ({ cost }) => bcryptStrength(cost),
    matches: async (password, hash) => {
      for (const text of texts(password, hash)) if (await bcryptMatches(Buffer.from(text), hash)) return true
      return false
    },
  })

const after = (prefix: string, encoded: string): string | undefined =>
  encoded.startsWith(prefix) ? encoded.slice(prefix.length) : undefined

const sha256 = (password: Buffer): Buffer => digestOf('sha256', password)

/** Django's `bcrypt_sha256$$2b$...`: of the SHA-256 in hex. */
export const djangoBcryptSha256Format = (): HashFormat =>
  row(
    'django-bcrypt-sha256',
    (encoded) => after('bcrypt_sha256$', encoded),
    (password) => [sha256(password).toString('hex')],
  )

const first = /^\$bcrypt-sha256\$(2[ab]),(\d\d?)(\$[^$]{22})\$([^$]{31})$/u
const second = /^\$bcrypt-sha256\$v=2,t=(2[ab]),r=(\d\d?)(\$[^$]{22})\$([^$]{31})$/u

const unwrapPasslib = (shape: RegExp, encoded: string): string | undefined => {
  const [, type, cost, salt, digest] = shape.exec(encoded) ?? []
  return type === undefined ? undefined : `$${type}$${cost!.padStart(2, '0')}${salt}${digest}`
}

/** passlib's `$bcrypt-sha256$v=2,t=2b,r=12$<salt>$<digest>`: of the HMAC-SHA-256 in base64, with the salt's text as key. */
export const passlibBcryptSha256Format = (): HashFormat =>
  row(
    'passlib-bcrypt-sha256',
    (encoded) => unwrapPasslib(second, encoded),
    (password, { salt }) => [hmacOf('sha256', Buffer.from(salt), password).toString('base64')],
  )

/** The first version of passlib's format, `$bcrypt-sha256$2b,12$<salt>$<digest>`: of the SHA-256 in base64. */
export const passlibBcryptSha256V1Format = (): HashFormat =>
  row(
    'passlib-bcrypt-sha256-v1',
    (encoded) => unwrapPasslib(first, encoded),
    (password) => [sha256(password).toString('base64')],
  )

/** WordPress 6.8: `$wp$2y$...`, of the HMAC-SHA-384 in base64 with the key `wp-sha384`. */
export const wordpressBcryptFormat = (): HashFormat =>
  row(
    'wordpress-bcrypt',
    (encoded) => after('$wp', encoded),
    (password) =>
      withSlashes(password).map((text) =>
        hmacOf('sha384', Buffer.from('wp-sha384'), text).toString('base64'),
      ),
  )
