import { parseJson } from '@keepsake/domain'
import { kratosDigestFormat, writeKratosDigest } from '../digest/kratos-digest.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'
import { fbscryptFormat } from '../scrypt/firebase-scrypt.ts'
import { decodeAnyBase64 } from '../text/keys.ts'
import { writePbkdf2 } from '../wrappers/write.ts'

/**
 * Logto's `Legacy` method, `["sha256",["<salt>","@"],"<digest in hex>"]`: the digest is of the arguments one after the
 * other, and `@` is the password. PBKDF2 and Firebase's scrypt have other arguments.
 */
export const logtoLegacyFormat = (): HashFormat =>
  translatedFormat('logto-legacy', toString, [kratosDigestFormat(), pbkdf2Format(), fbscryptFormat()])

const toString = (encoded: string): string | undefined => {
  if (!encoded.startsWith('[')) return undefined
  const value: unknown = parseJson(encoded).unwrapOr(undefined)
  if (!Array.isArray(value) || value.length !== 3) return undefined
  const [algorithm, given, hash]: readonly unknown[] = value
  if (typeof algorithm !== 'string' || typeof hash !== 'string' || !Array.isArray(given)) return undefined
  if (!given.every((each) => typeof each === 'string' || typeof each === 'number')) return undefined
  const texts = given.map(String)
  switch (algorithm) {
    case 'pbkdf2':
      return toPbkdf2(texts, hash)
    case 'firebase-scrypt':
      return toFbscrypt(texts, hash)
    default:
      return toDigest(algorithm, texts, hash)
  }
}

const hexIn = (text: string): Buffer | undefined =>
  /^(?:[0-9a-f]{2})+$/iu.test(text) ? Buffer.from(text, 'hex') : undefined

/** What is before the password is its salt, and what is after it belongs to the template. */
const toDigest = (algorithm: string, given: readonly string[], hash: string): string | undefined => {
  const at = given.indexOf('@')
  const digest = hexIn(hash)
  if (at < 0 || at !== given.lastIndexOf('@') || digest === undefined) return undefined
  const [before, after] = [given.slice(0, at).join(''), given.slice(at + 1).join('')]
  if (before.includes('{') || before.length > 100) return undefined
  return before === '' && after !== ''
    ? writeKratosDigest(algorithm, '{PASSWORD}{SALT}', Buffer.from(after), digest)
    : after === ''
      ? writeKratosDigest(algorithm, '{SALT}{PASSWORD}', Buffer.from(before), digest)
      : writeKratosDigest(algorithm, `${before}{PASSWORD}{SALT}`, Buffer.from(after), digest)
}

const toPbkdf2 = (given: readonly string[], hash: string): string | undefined => {
  const [salt = '', iterations = '', length, digest = '', password, ...others] = given
  const key = hexIn(hash)
  const saltBytes = salt.startsWith('hex:') ? hexIn(salt.slice('hex:'.length)) : Buffer.from(salt)
  if (password !== '@' || others.length > 0 || key?.length !== Number(length)) return undefined
  return saltBytes && writePbkdf2(digest, iterations, saltBytes, key)
}

const toFbscrypt = (given: readonly string[], hash: string): string | undefined => {
  const [salt, key, separator, rounds, memory, password, ...others] = given
  const [saltText, keyText, separatorText, hashText] = [salt, key, separator, hash].map((text) =>
    decodeAnyBase64(text ?? '*')?.toString('base64'),
  )
  if (password !== '@' || others.length > 0 || saltText === undefined || keyText === undefined)
    return undefined
  if (separatorText === undefined || hashText === undefined) return undefined
  return `$fbscrypt$v=1,n=${memory},r=${rounds},p=1,ss=${separatorText},sk=${keyText}$${saltText}$${hashText}`
}
