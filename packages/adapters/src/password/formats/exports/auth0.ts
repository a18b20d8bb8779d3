import type { Argon2Engine } from '../../argon2-engine.ts'
import { argon2Formats } from '../argon2/argon2.ts'
import { bcryptFormat, type BcryptOver72 } from '../bcrypt/bcrypt.ts'
import { encodeBase64 } from '../text/base64.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { countIn, hasOnly, objectIn, parseObject, textIn, type Fields } from '../text/json.ts'
import { kratosDigestFormat, kratosHmacFormat, writeKratosDigest } from '../digest/kratos-digest.ts'
import { ldapDigestFormats } from '../digest/ldap.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'
import { scryptFormat } from '../scrypt/scrypt.ts'

/**
 * Auth0's `custom_password_hash`, alone or as the field of that name: `{"algorithm","hash":{"value","encoding"},
 * "salt":{"value","encoding","position"}}`. All its algorithms but MD4, RIPEMD-160 and Whirlpool, and passwords in UTF-8.
 */
export const auth0Format = (engine: Argon2Engine, over72?: BcryptOver72): HashFormat =>
  translatedFormat('auth0', toString, [
    ...argon2Formats(engine),
    bcryptFormat(over72),
    pbkdf2Format(),
    scryptFormat(),
    kratosDigestFormat(),
    kratosHmacFormat(),
    ...ldapDigestFormats(),
  ])

const toString = (encoded: string): string | undefined => {
  const object = parseObject(encoded)
  const custom = objectIn(object, 'custom_password_hash') ?? object
  const hash = objectIn(custom, 'hash')
  const algorithm = textIn(custom, 'algorithm')
  if (custom === undefined || hash === undefined || algorithm === undefined) return undefined
  // A field that we do not know may change what is hashed. Refused here, it locks no user out later.
  if (!hasOnly(custom, customFields) || !hasOnly(hash, hashFields) || !isUtf8(custom)) return undefined
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

/** Absent, as `absent` says; another value than a text is none of ours. */
const encodingOf = (fields: Fields, absent: string | undefined): string | undefined =>
  fields['encoding'] === undefined ? absent : textIn(fields, 'encoding')

const isUtf8 = (custom: Fields): boolean => {
  const password = custom['password'] === undefined ? {} : objectIn(custom, 'password')
  return password !== undefined && encodingOf(password, 'utf8') === 'utf8'
}

type Translation = (custom: Fields, hash: Fields) => string | undefined

/** The value is a string with all in it, which begins so. */
const whole =
  (start: RegExp): Translation =>
  (custom, hash) => {
    const value = textIn(hash, 'value')
    const alone = custom['salt'] === undefined && encodingOf(hash, 'utf8') === 'utf8'
    return alone && value !== undefined && start.test(value) ? value : undefined
  }

const digest =
  (name: string): Translation =>
  (custom, hash) => {
    const value = bytesIn(hash, undefined)
    if (value === undefined) return undefined
    const salt = objectIn(custom, 'salt')
    if (custom['salt'] !== undefined && salt === undefined) return undefined
    const template = salt === undefined ? '{PASSWORD}' : templates.get(textIn(salt, 'position'))
    const bytes = salt === undefined ? Buffer.alloc(0) : bytesIn(salt, 'utf8')
    if (template === undefined || bytes === undefined) return undefined
    return writeKratosDigest(name, template, bytes, value)
  }

const templates = new Map<string | undefined, string>([
  ['prefix', '{SALT}{PASSWORD}'],
  ['suffix', '{PASSWORD}{SALT}'],
])

const hmac: Translation = (custom, hash) => {
  const [value, key] = [bytesIn(hash, undefined), bytesIn(objectIn(hash, 'key'), 'utf8')]
  if (value === undefined || key === undefined || custom['salt'] !== undefined) return undefined
  return `$hmac-${textIn(hash, 'digest')}$${base64(Buffer.from(value.toString('hex')))}$${base64(key)}`
}

/** Where Auth0 lets a cost out, it is node's default. */
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
  bcrypt: whole(/^\$2/u),
  pbkdf2: whole(/^\$pbkdf2-/u),
  ldap: whole(/^\{/u),
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
  hmac,
  scrypt,
}

/** What `value` is in the encoding that stands beside it: hex of either case, base64 of either alphabet, or text. */
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
