import type { PasswordEncoding } from '@keepsake/domain'
import type { Argon2Engine } from '../../argon2-engine.ts'
import { argon2Formats } from '../argon2/argon2.ts'
import { bcryptFormat, type BcryptOver72 } from '../bcrypt/bcrypt.ts'
import { pepperedBcryptFormat } from '../bcrypt/peppered-bcrypt.ts'
import { rareDigestFormat } from '../digest/rare-digest.ts'
import { encodeText } from '../text/encodings.ts'
import { translatedFormat, type HashFormat, type ReadHash } from '../hash-format.ts'
import { hasOnly, objectIn, parseObject, textIn, type Fields } from '../text/json.ts'
import { kratosDigestFormat, kratosHmacFormat } from '../digest/kratos-digest.ts'
import { ldapDigestFormats } from '../digest/ldap.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'
import { scryptFormat } from '../scrypt/scrypt.ts'
import { algorithms } from './auth0-algorithms.ts'
import { encodingOf } from './auth0-fields.ts'

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
