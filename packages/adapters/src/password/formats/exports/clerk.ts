import type { Argon2Engine } from '../../argon2-engine.ts'
import { argon2Formats } from '../argon2/argon2.ts'
import { bcryptFormat, type BcryptOver72 } from '../bcrypt/bcrypt.ts'
import { pepperedBcryptFormat } from '../bcrypt/peppered-bcrypt.ts'
import { djangoBcryptSha256Format } from '../bcrypt/prehashed-bcrypt.ts'
import { ldapDigestFormats } from '../digest/ldap.ts'
import { saltedEitherWayFormat } from '../digest/salted-either-way.ts'
import { kratosDigestFormat, writeKratosDigest } from '../digest/kratos-digest.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { phpassFormat } from '../iterated/phpass.ts'
import { symfonyFormat } from '../iterated/symfony.ts'
import { djangoPbkdf2Format, pbkdf2Format } from '../pbkdf2/spellings.ts'
import { fbscryptFormat } from '../scrypt/firebase-scrypt.ts'
import { werkzeugScryptFormat } from '../scrypt/scrypt.ts'
import { readFields } from '../text/fields.ts'
import { decodeAnyBase64 } from '../text/keys.ts'
import { writePbkdf2 } from '../wrappers/write.ts'
import { oneText } from './value-in.ts'

const values = ['hash', 'password_digest', 'passwordDigest']
const parameters = ['password_hasher', 'passwordHasher']

/**
 * Clerk's `password_digest` and `password_hasher`, as it exports and accepts them. `awscognito` is not read, because it
 * is no hash, nor is `hmac_sha256_utf16_b64`, because Clerk has not documented how it is written.
 */
export const clerkFormat = (engine: Argon2Engine, over72?: BcryptOver72): HashFormat =>
  translatedFormat(
    'clerk',
    toString,
    [
      ...argon2Formats(engine),
      bcryptFormat(over72),
      pepperedBcryptFormat(over72),
      djangoBcryptSha256Format(),
      djangoPbkdf2Format(),
      pbkdf2Format(),
      phpassFormat(),
      fbscryptFormat(),
      werkzeugScryptFormat(),
      symfonyFormat(),
      ...ldapDigestFormats(),
      kratosDigestFormat(),
      saltedEitherWayFormat(),
    ],
    { fields: { parameters } },
  )

const toString = (encoded: string): string | undefined => {
  const fields = readFields(encoded, [...values, ...parameters])
  const [hash, hasher] = [oneText(fields, values), oneText(fields, parameters)]
  if (hash === undefined || hasher === undefined || !Object.hasOwn(hashers, hasher)) return undefined
  return hashers[hasher]?.(hash)
}

type Spelling = (hash: string) => string | undefined

/** A hash that itself says how it is made, if it begins like this. */
const itself =
  (start: RegExp): Spelling =>
  (hash) =>
    start.test(hash) ? hash : undefined

const digest =
  (name: string): Spelling =>
  (hash) =>
    /^[0-9a-f]+$/iu.test(hash)
      ? writeKratosDigest(name, '{PASSWORD}', Buffer.alloc(0), Buffer.from(hash, 'hex'))
      : undefined

/** The digest comes first or last: Clerk has documented both. */
const salted =
  (name: string, size: number): Spelling =>
  (text) => {
    const hex = `([0-9a-f]{${size}})`
    const first = new RegExp(String.raw`^${hex}\$(.{1,128})$`, 'iu').exec(text)
    const last = new RegExp(String.raw`^(.{1,128})\$${hex}$`, 'iu').exec(text)
    if ((first === null) === (last === null)) return undefined
    const [hash, salt] = first === null ? [last?.[2], last?.[1]] : [first[1], first[2]]
    return JSON.stringify({ digest: name, hash, salt })
  }

const hexBytes = (text: string): Buffer | undefined =>
  /^(?:[0-9a-f]{2})+$/iu.test(text) ? Buffer.from(text, 'hex') : undefined

const pbkdf2 =
  (
    name: string,
    digestName: string,
    saltOf: (text: string) => Buffer | undefined,
    keyOf: (text: string) => Buffer | undefined,
  ): Spelling =>
  (hash) => {
    const [prefix, iterations = '', salt = '', key = '', length, ...others] = hash.split('$')
    if (prefix !== name || others.length > 0 || !/^[1-9]\d{0,9}$/u.test(iterations)) return undefined
    const [saltBytes, bytes] = [saltOf(salt), keyOf(key)]
    if (salt === '' || saltBytes === undefined || bytes === undefined) return undefined
    if (length !== undefined && bytes.length !== Number(length)) return undefined
    return writePbkdf2(digestName, iterations, saltBytes, bytes)
  }

/** `<hash>$<salt>$<signer key>$<salt separator>$<rounds>$<memory cost>`. */
const firebase: Spelling = (text) => {
  const [hash, salt, key, separator, rounds, memory, ...others] = text.split('$')
  const [hashText, saltText, keyText, separatorText] = [hash, salt, key, separator].map((each) =>
    decodeAnyBase64(each ?? '*')?.toString('base64'),
  )
  if (memory === undefined || others.length > 0 || separatorText === undefined) return undefined
  return `$fbscrypt$v=1,n=${memory},r=${rounds},p=1,ss=${separatorText},sk=${keyText}$${saltText}$${hashText}`
}

const hashers: Readonly<Record<string, Spelling>> = {
  argon2i: itself(/^\$argon2i\$/u),
  argon2id: itself(/^\$argon2id\$/u),
  bcrypt: itself(/^\$2[^$]*\$\d\d\$[^$]+$/u),
  bcrypt_peppered: itself(/^\$2[^$]*\$\d\d\$[^$]+\$/u),
  bcrypt_sha256_django: itself(/^bcrypt_sha256\$/u),
  ldap_ssha: itself(/^\{SSHA\}/iu),
  md5: digest('md5'),
  md5_salted: salted('md5', 32),
  sha256: digest('sha256'),
  sha256_salted: salted('sha256', 64),
  phpass: itself(/^\$[PH]\$/u),
  md5_phpass: itself(/^\$[PH]\$/u),
  pbkdf2_sha1: pbkdf2('pbkdf2_sha1', 'sha1', (text) => hexBytes(text) ?? Buffer.from(text), hexBytes),
  pbkdf2_sha256: pbkdf2('pbkdf2_sha256', 'sha256', decodeAnyBase64, decodeAnyBase64),
  pbkdf2_sha256_django: itself(/^pbkdf2_sha256\$/u),
  pbkdf2_sha512: pbkdf2('pbkdf2_sha512', 'sha512', (text) => Buffer.from(text), hexBytes),
  pbkdf2_sha512_hex: pbkdf2('pbkdf2_sha512_hex', 'sha512', hexBytes, hexBytes),
  scrypt_firebase: firebase,
  scrypt_werkzeug: itself(/^scrypt:/u),
  sha512_symfony: itself(/^sha512_symfony\$/u),
}
