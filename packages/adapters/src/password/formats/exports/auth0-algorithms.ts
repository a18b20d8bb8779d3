import { encodeBase64 } from '../text/base64.ts'
import { countIn, objectIn, textIn, type Fields } from '../text/json.ts'
import { writeKratosDigest } from '../digest/kratos-digest.ts'
import { writeRareDigest } from '../digest/rare-digest.ts'
import { bytesIn, encodingOf, saltIn } from './auth0-fields.ts'

/** Writes a hash of Auth0 in the form that another format here reads. Nothing if the fields make no such hash. */
export type Translation = (custom: Fields, hash: Fields) => string | undefined

/** The value is a string that contains everything and begins like this. */
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

/** The algorithms of Auth0, by its own names. */
export const algorithms: Readonly<Record<string, Translation>> = {
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

const base64 = (bytes: Buffer): string => bytes.toString('base64')
