import type { PasswordEncoding } from '@keepsake/domain'
import type { Argon2Engine } from '../../argon2-engine.ts'
import { argon2Formats } from '../argon2/argon2.ts'
import { bcryptFormat, type BcryptOver72 } from '../bcrypt/bcrypt.ts'
import { encodeBase64 } from '../text/base64.ts'
import { pepperedBcryptFormat } from '../bcrypt/peppered-bcrypt.ts'
import { rareDigestFormat, writeRareDigest } from '../digest/rare-digest.ts'
import { encodeText } from '../text/encodings.ts'
import { translatedFormat, type HashFormat, type ReadHash } from '../hash-format.ts'
import { countIn, hasOnly, objectIn, parseObject, textIn, type Fields } from '../text/json.ts'
import { kratosDigestFormat, kratosHmacFormat, writeKratosDigest } from '../digest/kratos-digest.ts'
import { ldapDigestFormats } from '../digest/ldap.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'
import { scryptFormat } from '../scrypt/scrypt.ts'

/**
 * Auth0's `custom_password_hash`, alone or as the field of that name: `{"algorithm","hash":{"value","encoding"},
 * "salt":{"value","encoding","position"},"password":{"encoding"}}`.
 */
export const auth0Format = (engine: Argon2Engine, over72?: BcryptOver72): HashFormat => {
  const format = translatedFormat('auth0', toString, [
    ...argon2Formats(engine),
    bcryptFormat(over72),
    pepperedBcryptFormat(over72),
    pbkdf2Format(),
    scryptFormat(),
    kratosDigestFormat(),
    kratosHmacFormat(),
    ...ldapDigestFormats(),
    rareDigestFormat(),
  ])
  return {
    ...format,
    read: (encoded) => {
      const [hash, encoding] = [format.read(encoded), passwordEncoding(customIn(encoded))]
      if (hash === undefined || encoding === undefined) return undefined
      return encoding === 'utf-8' ? hash : inEncoding(hash, encoding)
    },
  }
}

/** A hash of passwords that are first encoded this way. */
const inEncoding = (hash: ReadHash, encoding: PasswordEncoding): ReadHash => ({
  ...hash,
  utf8Only: true,
  wrappable: undefined,
  matches: async (password) => {
    const { bytes, isWhole } = encodeText(password.toString(), encoding)
    return (await hash.matches(bytes)) && isWhole
  },
})

const customIn = (encoded: string): Fields | undefined => {
  const object = parseObject(encoded)
  return objectIn(object, 'custom_password_hash') ?? object
}

const toString = (encoded: string): string | undefined => {
  const custom = customIn(encoded)
  const hash = objectIn(custom, 'hash')
  const algorithm = textIn(custom, 'algorithm')
  if (custom === undefined || hash === undefined || algorithm === undefined) return undefined
  // An unknown field may change what is hashed. If it is refused here, no user is locked out later.
  if (!hasOnly(custom, customFields) || !hasOnly(hash, hashFields)) return undefined
  return Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm]?.(custom, hash) : undefined
}

const customFields = [
  'algorithm',
  'hash',
  'salt',
  'password',
  'keylen',
  'cost',
  'blockSize',
  'parallelization',
]
const hashFields = ['value', 'encoding', 'digest', 'key']

/** If absent, `absent` is the encoding; a value that is not a text is not valid. */
const encodingOf = (fields: Fields, absent: string | undefined): string | undefined =>
  fields['encoding'] === undefined ? absent : textIn(fields, 'encoding')

/** Node's names, which Auth0 accepts. What it calls ASCII keeps the eighth bit. */
const passwordEncodings = new Map<string | undefined, PasswordEncoding>([
  ['utf8', 'utf-8'],
  ['ascii', 'latin-1'],
  ['latin1', 'latin-1'],
  ['binary', 'latin-1'],
  ['ucs2', 'utf-16le'],
  ['utf16le', 'utf-16le'],
])

const passwordEncoding = (custom: Fields | undefined): PasswordEncoding | undefined => {
  const password = custom?.['password'] === undefined ? {} : objectIn(custom, 'password')
  return password && passwordEncodings.get(encodingOf(password, 'utf8'))
}

type Translation = (custom: Fields, hash: Fields) => string | undefined

/** The value is a string that contains everything and begins like this. */
const whole =
  (start: RegExp): Translation =>
  (custom, hash) => {
    const value = textIn(hash, 'value')
    const alone = custom['salt'] === undefined && encodingOf(hash, 'utf8') === 'utf8'
    return alone && value !== undefined && start.test(value) ? value : undefined
  }

type Salt = { readonly bytes: Buffer; readonly position: 'prefix' | 'suffix' }

/** Nothing if the hash has none; `malformed` if it is not a salt that we can read. */
const saltIn = (custom: Fields): Salt | undefined | 'malformed' => {
  if (custom['salt'] === undefined) return undefined
  const salt = objectIn(custom, 'salt')
  const [bytes, position] = [bytesIn(salt, 'utf8'), textIn(salt, 'position')]
  return bytes === undefined || (position !== 'prefix' && position !== 'suffix')
    ? 'malformed'
    : { bytes, position }
}

const digest =
  (name: string): Translation =>
  (custom, hash) => {
    const [value, salt] = [bytesIn(hash, undefined), saltIn(custom)]
    if (value === undefined || salt === 'malformed') return undefined
    const { bytes, position } = salt ?? { bytes: Buffer.alloc(0), position: 'suffix' }
    const template = position === 'prefix' ? '{SALT}{PASSWORD}' : '{PASSWORD}{SALT}'
    return writeRareDigest(name, position, bytes, value) ?? writeKratosDigest(name, template, bytes, value)
  }

const hmac: Translation = (custom, hash) => {
  const [value, key] = [bytesIn(hash, undefined), bytesIn(objectIn(hash, 'key'), 'utf8')]
  const name = textIn(hash, 'digest')
  if (value === undefined || key === undefined || name === undefined || custom['salt'] !== undefined)
    return undefined
  return (
    writeRareDigest(name, 'key', key, value) ??
    `$hmac-${name}$${base64(Buffer.from(value.toString('hex')))}$${base64(key)}`
  )
}

/** The salt is a separate text, which bcrypt takes together with the password. */
const bcrypt: Translation = (custom, hash) => {
  const salt = saltIn(custom)
  if (salt === undefined) return whole(/^\$2/u)(custom, hash)
  const value = whole(/^\$2/u)({}, hash)
  if (salt === 'malformed' || value === undefined) return undefined
  return JSON.stringify({
    hash: value,
    pepper: salt.bytes.toString('hex'),
    pepperEncoding: 'hex',
    pepperPosition: salt.position,
  })
}

const rsa = /^(?:id-rsassa-pkcs1-v1_5-with-)?(?:RSA-)?(.+?)(?:WithRSA(?:Encryption)?)?$/u
const aliases = new Map([
  ['ripemd', 'ripemd160'],
  ['rmd160', 'ripemd160'],
  ['sha1-2', 'sha1'],
  ['ssl3-md5', 'md5'],
  ['ssl3-sha1', 'sha1'],
])

/** The digests of PBKDF2 by all the names that OpenSSL has for them. */
const pbkdf2: Translation = (custom, hash) => {
  const [, name = '', rest = ''] =
    /^\$pbkdf2-([^$]+)(\$.+)$/u.exec(whole(/^\$pbkdf2-/u)(custom, hash) ?? '') ?? []
  const bare = (rsa.exec(name)?.[1] ?? '').toLowerCase().replace('/', '-')
  return rest === '' ? undefined : `$pbkdf2-${aliases.get(bare) ?? bare}${withCosts(rest)}`
}

/** What Auth0 leaves out: 100,000 iterations. */
const withCosts = (rest: string): string => (rest.startsWith('$i=') ? rest : `$i=100000${rest}`)

/** If Auth0 leaves a cost out, node's default applies. */
const scrypt: Translation = (custom, hash) => {
  const [value, salt] = [bytesIn(hash, undefined), bytesIn(objectIn(custom, 'salt'), 'utf8')]
  const count = (name: string, absent: number): number | undefined =>
    custom[name] === undefined ? absent : countIn(custom, name)
  const [n, r, p] = [count('cost', 16_384), count('blockSize', 8), count('parallelization', 1)]
  if (value === undefined || salt === undefined || n === undefined) return undefined
  if (value.length !== countIn(custom, 'keylen')) return undefined
  return `$scrypt$ln=${Math.log2(n)},r=${r},p=${p}$${encodeBase64(salt)}$${encodeBase64(value)}`
}

const algorithms: Readonly<Record<string, Translation>> = {
  argon2: whole(/^\$argon2/u),
  bcrypt,
  pbkdf2,
  ldap: whole(/^\{/u),
  md4: digest('md4'),
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
  ripemd160: digest('ripemd160'),
  whirlpool: digest('whirlpool'),
  hmac,
  scrypt,
}

/**
 * The bytes of `value` in the encoding that is given beside it: hex of either case, base64 of either alphabet, or text.
 */
const bytesIn = (fields: Fields | undefined, absent: 'utf8' | undefined): Buffer | undefined => {
  const value = textIn(fields, 'value')
  if (fields === undefined || value === undefined) return undefined
  const encoding = encodingOf(fields, absent)
  if (encoding === 'utf8' && absent === 'utf8') return Buffer.from(value)
  if (encoding === 'hex') return /^(?:[0-9a-fA-F]{2})+$/u.test(value) ? Buffer.from(value, 'hex') : undefined
  if (encoding === 'base64') return /^[\w+/-]+={0,2}$/u.test(value) ? Buffer.from(value, 'base64') : undefined
  return undefined
}

const base64 = (bytes: Buffer): string => bytes.toString('base64')
