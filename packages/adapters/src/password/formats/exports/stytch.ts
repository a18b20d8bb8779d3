import type { Argon2Engine } from '../../argon2-engine.ts'
import { argon2Formats } from '../argon2/argon2.ts'
import { bcryptFormat, type BcryptOver72 } from '../bcrypt/bcrypt.ts'
import { kratosDigestFormat, writeKratosDigest } from '../digest/kratos-digest.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { phpassFormat } from '../iterated/phpass.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'
import { scryptFormat } from '../scrypt/scrypt.ts'
import { encodeBase64 } from '../text/base64.ts'
import { countIn, hasOnly, objectIn, parseObject, textIn, type Fields } from '../text/json.ts'
import { decodeAnyBase64, decodeKey } from '../text/keys.ts'
import { writePbkdf2, writeScrypt } from '../wrappers/write.ts'

const configs = ['md_5', 'sha_1', 'sha_512', 'argon_2', 'scrypt', 'pbkdf_2'].map((name) => `${name}_config`)
const settings = [
  'salt',
  'prepend_salt',
  'append_salt',
  'iteration_amount',
  'memory',
  'threads',
  'key_length',
  'n_parameter',
  'r_parameter',
  'p_parameter',
  'algorithm',
]
const parameters = ['hash_type', ...settings]

/**
 * What Stytch's `passwords/migrate` accepts: `hash`, `hash_type` and the `..._config` of the type, or the values of
 * that config beside the hash. A salt is text, except for scrypt and PBKDF2, where it is base64.
 */
export const stytchFormat = (engine: Argon2Engine, over72?: BcryptOver72): HashFormat =>
  translatedFormat(
    'stytch',
    toString,
    [
      ...argon2Formats(engine),
      bcryptFormat(over72),
      scryptFormat(),
      pbkdf2Format(),
      phpassFormat(),
      kratosDigestFormat(),
    ],
    { fields: { salt: true, parameters } },
  )

const toString = (encoded: string): string | undefined => {
  const object = parseObject(encoded)
  const [hash, type] = [textIn(object, 'hash'), textIn(object, 'hash_type')]
  if (object === undefined || hash === undefined || type === undefined) return undefined
  if (!hasOnly(object, ['hash', ...parameters, ...configs]) || !Object.hasOwn(types, type)) return undefined
  const config = settingsIn(object)
  return config && types[type]?.(hash, config)
}

/** The values of its one `..._config`, or those beside the hash. */
const settingsIn = (object: Fields): Fields | undefined => {
  const [name, ...others] = configs.filter((each) => object[each] !== undefined)
  if (others.length > 0) return undefined
  const { hash: _hash, hash_type: _type, ...beside } = object
  if (name === undefined) return beside
  const config = objectIn(object, name)
  return config !== undefined && hasOnly(config, settings) && Object.keys(beside).length === 1
    ? config
    : undefined
}

type Type = (hash: string, config: Fields) => string | undefined

/** A hash that itself says everything, if it begins like this. */
const itself =
  (start: RegExp): Type =>
  (hash, config) =>
    start.test(hash) && Object.keys(config).length === 0 ? hash : undefined

const digest =
  (name: string, bytes: number): Type =>
  (hash, config) => {
    const value = decodeKey(hash)
    if (value?.length !== bytes || !hasOnly(config, ['prepend_salt', 'append_salt'])) return undefined
    const [before, behind] = [textIn(config, 'prepend_salt') ?? '', textIn(config, 'append_salt') ?? '']
    if (before !== '' && behind !== '')
      return before.includes('{') || before.length > 100
        ? undefined
        : writeKratosDigest(name, `${before}{PASSWORD}{SALT}`, Buffer.from(behind), value)
    return before === ''
      ? writeKratosDigest(name, '{PASSWORD}{SALT}', Buffer.from(behind), value)
      : writeKratosDigest(name, '{SALT}{PASSWORD}', Buffer.from(before), value)
  }

const hasLength = (config: Fields, key: Buffer): boolean =>
  config['key_length'] === undefined || countIn(config, 'key_length') === key.length

const argon2 =
  (variant: string): Type =>
  (hash, config) => {
    if (hash.startsWith(`$${variant}$`)) return Object.keys(config).length === 0 ? hash : undefined
    const [salt, key] = [textIn(config, 'salt'), decodeKey(hash)]
    const [t, m, p] = ['iteration_amount', 'memory', 'threads'].map((name) => countIn(config, name))
    if (salt === undefined || key === undefined || !hasLength(config, key)) return undefined
    return `$${variant}$v=19$m=${m},t=${t},p=${p}$${encodeBase64(Buffer.from(salt))}$${encodeBase64(key)}`
  }

const scrypt: Type = (hash, config) => {
  if (hash.startsWith('$scrypt$')) return Object.keys(config).length === 0 ? hash : undefined
  const [salt, key] = [decodeAnyBase64(textIn(config, 'salt') ?? '*'), decodeKey(hash)]
  const [n, r, p] = ['n_parameter', 'r_parameter', 'p_parameter'].map((name) => countIn(config, name))
  if (salt === undefined || key === undefined || !hasLength(config, key)) return undefined
  if (n === undefined || r === undefined || p === undefined) return undefined
  return writeScrypt({ ln: Math.log2(n), r, p }, salt, key)
}

/** SHA-256 if no algorithm is named. */
const pbkdf2: Type = (hash, config) => {
  const [salt, key] = [decodeAnyBase64(textIn(config, 'salt') ?? '*'), decodeKey(hash)]
  const iterations = countIn(config, 'iteration_amount')
  const name = textIn(config, 'algorithm') ?? 'sha256'
  if (salt === undefined || key === undefined || iterations === undefined) return undefined
  if (name !== 'sha256' && name !== 'sha512') return undefined
  return hasLength(config, key) ? writePbkdf2(name, iterations, salt, key) : undefined
}

const types: Readonly<Record<string, Type>> = {
  bcrypt: itself(/^\$2/u),
  phpass: itself(/^\$[PH]\$/u),
  md_5: digest('md5', 16),
  sha_1: digest('sha1', 20),
  sha_512: digest('sha512', 64),
  argon_2i: argon2('argon2i'),
  argon_2id: argon2('argon2id'),
  scrypt,
  pbkdf_2: pbkdf2,
}
