import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { nestedDigestFormat } from '../nested/nested-digest.ts'
import { decodePaddedBase64 } from '../text/base64.ts'
import { readFields, writeFields } from '../text/fields.ts'
import { textIn } from '../text/json.ts'
import { isAbsent, oneText } from './value-in.ts'

const values = ['hash', 'Password']
const salts = ['salt', 'PasswordSalt']
const parameters = ['algorithm', 'PasswordFormat']

/**
 * ASP.NET Membership's columns `Password` and `PasswordSalt`, or `<digest>|1|<salt>` as Microsoft moves them to ASP.NET
 * Identity. The digest is of the salt and the password in UTF-16LE. It is SHA-1 if no `algorithm` is given, or
 * HMACSHA256 and the like.
 */
export const aspnetMembershipFormat = (): HashFormat =>
  translatedFormat('aspnet-membership', toNested, [nestedDigestFormat()], {
    fields: { salt: true, parameters },
  })

const toNested = (encoded: string): string | undefined => {
  const { hash, salt, algorithm } = readText(encoded) ?? readBeside(encoded) ?? {}
  const bytes = salt === undefined ? undefined : decodePaddedBase64(salt)?.length
  const expression = bytes === undefined ? undefined : expressionOf(algorithm ?? 'SHA1', bytes)
  return hash === undefined || expression === undefined ? undefined : writeFields(hash, { expression, salt })
}

type Parts = { readonly hash: string; readonly salt: string; readonly algorithm?: string }

const readText = (encoded: string): Parts | undefined => {
  const [, hash, salt] = /^([A-Za-z0-9+/]{26,86}={0,2})\|1\|([A-Za-z0-9+/]{2,86}={0,2})$/u.exec(encoded) ?? []
  return hash === undefined || salt === undefined ? undefined : { hash, salt }
}

/** A password of another format than 1 is in clear, or encrypted. */
const readBeside = (encoded: string): Parts | undefined => {
  const fields = readFields(encoded, [...values, ...salts, ...parameters])
  const [hash, salt] = [oneText(fields, values), oneText(fields, salts)]
  const isHashed = isAbsent(fields, ['PasswordFormat']) || String(fields?.['PasswordFormat']) === '1'
  if (hash === undefined || salt === undefined || !isHashed) return undefined
  const algorithm = textIn(fields, 'algorithm')
  return { hash, salt, ...(algorithm !== undefined && { algorithm }) }
}

/** In bytes. An HMAC has a key of this length, which contains the salt once or several times. */
const hmacKeys: Readonly<Record<string, number>> = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 }

const expressionOf = (algorithm: string, saltBytes: number): string | undefined => {
  const [, hmac, name = ''] = /^(HMAC)?(SHA1|SHA256|SHA384|SHA512)$/u.exec(algorithm) ?? []
  const digest = name.toLowerCase()
  if (digest === '') return undefined
  if (hmac === undefined) return `${digest}(unbase64(salt) + utf16le(password))`
  const times = hmacKeys[digest]! / saltBytes
  const key = Array.from({ length: Math.floor(times) }, () => 'unbase64(salt)').join(' + ')
  return Number.isInteger(times) && times <= 8 ? `hmac_${digest}(${key}, utf16le(password))` : undefined
}
