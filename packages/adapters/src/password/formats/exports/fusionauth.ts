import { bcryptFormat, type BcryptOver72 } from '../bcrypt/bcrypt.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { nestedDigestFormat } from '../nested/nested-digest.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'
import { readFields, writeFields } from '../text/fields.ts'
import { countIn, textIn } from '../text/json.ts'
import { decodeAnyBase64 } from '../text/keys.ts'
import { writePbkdf2, writeRepeated } from '../wrappers/write.ts'
import { oneText } from './value-in.ts'

const parameters = ['encryptionScheme', 'factor']
const values = ['hash', 'password']

/**
 * FusionAuth's fields of a user, `{"encryptionScheme","factor","salt","password"}`. `phpass-sha512` is not read,
 * because FusionAuth cuts it.
 */
export const fusionauthFormat = (over72?: BcryptOver72): HashFormat =>
  translatedFormat('fusionauth', toString, [bcryptFormat(over72), pbkdf2Format(), nestedDigestFormat()], {
    fields: { salt: true, parameters },
  })

type Made = { readonly factor: number; readonly salt: string; readonly hash: string }

const toString = (encoded: string): string | undefined => {
  const fields = readFields(encoded, [...parameters, ...values, 'salt'])
  const [scheme, hash] = [textIn(fields, 'encryptionScheme'), oneText(fields, values)]
  const [factor, salt] = [countIn(fields, 'factor'), textIn(fields, 'salt')]
  if (scheme === undefined || hash === undefined || salt === undefined || factor === undefined)
    return undefined
  return Object.hasOwn(schemes, scheme) ? schemes[scheme]?.({ factor, salt, hash }) : undefined
}

const pbkdf2 =
  (digest: string, bytes: number) =>
  ({ factor, salt, hash }: Made): string | undefined => {
    const [saltBytes, key] = [decodeAnyBase64(salt), decodeAnyBase64(hash)]
    return saltBytes === undefined || key?.length !== bytes
      ? undefined
      : writePbkdf2(digest, factor, saltBytes, key)
  }

const nested =
  (expressionOf: (factor: number) => string) =>
  ({ factor, salt, hash }: Made): string =>
    writeFields(hash, { expression: expressionOf(factor), salt })

const digest = (name: string): ((made: Made) => string) =>
  nested((factor) => writeRepeated(name, 'password + unbase64(salt)', factor))

const schemes: Readonly<Record<string, (made: Made) => string | undefined>> = {
  bcrypt: ({ factor, salt, hash }) => `$2a$${String(factor).padStart(2, '0')}$${salt}${hash}`,
  'salted-md5': digest('md5'),
  'salted-sha256': digest('sha256'),
  'salted-hmac-sha256': nested(() => 'hmac_sha256(unbase64(salt), password)'),
  'salted-pbkdf2-hmac-sha256': pbkdf2('sha256', 32),
  'salted-pbkdf2-hmac-sha256-512': pbkdf2('sha256', 64),
  'salted-pbkdf2-hmac-sha512-512': pbkdf2('sha512', 64),
  'phpass-md5': nested((factor) => `repeat(${factor}, md5(salt + password), md5(raw(previous) + password))`),
}
