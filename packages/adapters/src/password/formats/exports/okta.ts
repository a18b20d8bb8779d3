import { bcryptFormat, type BcryptOver72 } from '../bcrypt/bcrypt.ts'
import { kratosDigestFormat, writeKratosDigest } from '../digest/kratos-digest.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'
import { decodePaddedBase64 } from '../text/base64.ts'
import { countIn, hasOnly, objectIn, parseObject, textIn, type Fields } from '../text/json.ts'
import { decodeAnyBase64 } from '../text/keys.ts'
import { writePbkdf2 } from '../wrappers/write.ts'
import { oneText } from './value-in.ts'

const parameters = ['algorithm', 'saltOrder', 'workFactor', 'digestAlgorithm', 'iterationCount', 'keySize']
const values = ['value', 'hash']

/**
 * Okta's `credentials.password.hash`: `{"algorithm","salt","saltOrder","value","workFactor",...}`, alone or as the
 * field `hash`, for bcrypt, PBKDF2 and the digests.
 */
export const oktaFormat = (over72?: BcryptOver72): HashFormat =>
  translatedFormat('okta', toString, [bcryptFormat(over72), pbkdf2Format(), kratosDigestFormat()], {
    fields: { salt: true, parameters },
  })

const toString = (encoded: string): string | undefined => {
  const outer = parseObject(encoded)
  const fields = objectIn(outer, 'hash') ?? outer
  const value = oneText(fields, values)
  if (fields === undefined || value === undefined || !hasOnly(fields, [...parameters, ...values, 'salt']))
    return undefined
  switch (textIn(fields, 'algorithm')) {
    case 'BCRYPT':
      return toBcrypt(fields, value)
    case 'PBKDF2':
      return toPbkdf2(fields, value)
    default:
      return toDigest(fields, value)
  }
}

/** The salt and the value in bcrypt's own base64, with 22 and 31 characters. */
const toBcrypt = (fields: Fields, value: string): string | undefined => {
  const [cost, salt] = [countIn(fields, 'workFactor'), textIn(fields, 'salt')]
  if (cost === undefined || salt?.length !== 22) return undefined
  return `$2a$${String(cost).padStart(2, '0')}$${salt}${value}`
}

const prfs = new Map([
  ['SHA256_HMAC', 'sha256'],
  ['SHA512_HMAC', 'sha512'],
])

const toPbkdf2 = (fields: Fields, value: string): string | undefined => {
  const digest = prfs.get(textIn(fields, 'digestAlgorithm') ?? '')
  const iterations = countIn(fields, 'iterationCount')
  const [salt, key] = [saltIn(fields), decodeAnyBase64(value)]
  const size = countIn(fields, 'keySize') ?? key?.length
  if (digest === undefined || iterations === undefined || salt === undefined) return undefined
  return key === undefined || key.length !== size ? undefined : writePbkdf2(digest, iterations, salt, key)
}

const digests = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-512', 'sha512'],
])

const templates = new Map<string | undefined, string>([
  ['PREFIX', '{SALT}{PASSWORD}'],
  ['POSTFIX', '{PASSWORD}{SALT}'],
])

const toDigest = (fields: Fields, value: string): string | undefined => {
  const digest = digests.get(textIn(fields, 'algorithm') ?? '')
  const isSalted = fields['salt'] !== undefined
  const template = isSalted ? templates.get(textIn(fields, 'saltOrder')) : '{PASSWORD}'
  const [salt, bytes] = [isSalted ? saltIn(fields) : Buffer.alloc(0), decodePaddedBase64(value)]
  if (digest === undefined || template === undefined || salt === undefined || bytes === undefined)
    return undefined
  return writeKratosDigest(digest, template, salt, bytes)
}

const saltIn = (fields: Fields): Buffer | undefined => decodeAnyBase64(textIn(fields, 'salt') ?? '*')
