import type { Argon2Engine } from '../../argon2-engine.ts'
import { argon2Formats } from '../argon2/argon2.ts'
import { decodeBase64 } from '../text/base64.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { countIn, objectIn, parseObject, textIn, type Fields } from '../text/json.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'

/**
 * A credential of a Keycloak export:
 * `{"credentialData":{"hashIterations","algorithm",...},"secretData":{"value","salt"}}`, the two as objects or, as
 * Keycloak writes them, as JSON in strings. The credential may have other fields.
 */
export const keycloakFormat = (engine: Argon2Engine): HashFormat =>
  translatedFormat('keycloak', toPhc, [pbkdf2Format(), ...argon2Formats(engine)])

/** The digest by Keycloak's name of the algorithm. */
const pbkdf2Digests: Readonly<Record<string, string>> = {
  pbkdf2: 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
}

const toPhc = (encoded: string): string | undefined => {
  const credential = parseObject(encoded)
  const [data, secret] = [objectIn(credential, 'credentialData'), objectIn(credential, 'secretData')]
  const algorithm = textIn(data, 'algorithm')
  const iterations = countIn(data, 'hashIterations')
  const [salt, value] = [unpadded(textIn(secret, 'salt')), unpadded(textIn(secret, 'value'))]
  if (algorithm === undefined || iterations === undefined || salt === undefined || value === undefined)
    return undefined
  if (algorithm === 'argon2') return toArgon2(objectIn(data, 'additionalParameters'), iterations, salt, value)
  const digest = Object.hasOwn(pbkdf2Digests, algorithm) ? pbkdf2Digests[algorithm] : undefined
  return digest && `$pbkdf2-${digest}$i=${iterations}$${salt}$${value}`
}

/** Keycloak's names of argon2's versions; if absent, the newer one. */
const versions: ReadonlyMap<string, number> = new Map([
  ['1.0', 16],
  ['1.3', 19],
])

const toArgon2 = (
  parameters: Fields | undefined,
  passes: number,
  salt: string,
  value: string,
): string | undefined => {
  const [memory, lanes] = [countIn(parameters, 'memory'), countIn(parameters, 'parallelism')]
  const version = versions.get(one(parameters, 'version') ?? '1.3')
  if (memory === undefined || lanes === undefined || version === undefined) return undefined
  return `$argon2${one(parameters, 'type') ?? 'id'}$v=${version}$m=${memory},t=${passes},p=${lanes}$${salt}$${value}`
}

/** Keycloak stores every additional parameter as a list with one element. */
const one = (parameters: Fields | undefined, name: string): string | undefined => {
  const value: unknown = parameters?.[name]
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : undefined
}

/** Base64 without its padding, which Keycloak writes and some exports drop. */
const unpadded = (text: string | undefined): string | undefined => {
  const bare = text?.replace(/={1,2}$/u, '')
  return bare === undefined || decodeBase64(bare) === undefined ? undefined : bare
}
