import type { Argon2Engine } from '../../argon2-engine.ts'
import { argon2Format } from '../argon2/argon2.ts'
import { bcryptFormat, type BcryptOver72 } from '../bcrypt/bcrypt.ts'
import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { pbkdf2Format } from '../pbkdf2/spellings.ts'
import { scryptFormat } from '../scrypt/scrypt.ts'
import { encodeBase64 } from '../text/base64.ts'
import { readFields } from '../text/fields.ts'
import { textIn } from '../text/json.ts'
import { writePbkdf2, writeScrypt } from '../wrappers/write.ts'
import { oneText } from './value-in.ts'

const values = ['hash', 'passwd']
const algorithms = ['algorithm', 'passwd_hash_algo']

/**
 * Gitea's and Forgejo's columns `passwd`, `salt` and `passwd_hash_algo`: the key in hex, the salt in hex or of ten characters,
 * and the algorithm with its parameters, such as `pbkdf2$50000$50`.
 */
export const giteaFormat = (engine: Argon2Engine, over72?: BcryptOver72): HashFormat =>
  translatedFormat(
    'gitea',
    toString,
    [pbkdf2Format(), scryptFormat(), argon2Format('argon2id', engine), bcryptFormat(over72)],
    { fields: { salt: true, parameters: algorithms } },
  )

const toString = (encoded: string): string | undefined => {
  const fields = readFields(encoded, [...values, ...algorithms, 'salt'])
  const [hash, salt] = [oneText(fields, values), textIn(fields, 'salt')]
  const [name = '', ...costs] = (oneText(fields, algorithms) ?? '').split('$')
  if (hash === undefined) return undefined
  // bcrypt has its own salt; Gitea's separate salt has no effect.
  if (name === 'bcrypt') return hash
  const [key, saltBytes] = [hexIn(hash), saltIn(salt ?? '')]
  return key === undefined || saltBytes === undefined ? undefined : write(name, costs, saltBytes, key)
}

const write = (name: string, given: readonly string[], salt: Buffer, key: Buffer): string | undefined => {
  const costs =
    given.length > 0 ? given.map(countOf) : Object.hasOwn(defaults, name) ? (defaults[name] ?? []) : []
  const [first, second, third, last] = costs
  if (costs.at(-1) !== key.length || first === undefined || costs.includes(NaN)) return undefined
  if (name === 'pbkdf2' && costs.length === 2) return writePbkdf2('sha256', first, salt, key)
  if (second === undefined || third === undefined || last === undefined) return undefined
  if (name === 'scrypt') return writeScrypt({ ln: Math.log2(first), r: second, p: third }, salt, key)
  return name === 'argon2'
    ? `$argon2id$v=19$m=${second},t=${first},p=${third}$${encodeBase64(salt)}$${encodeBase64(key)}`
    : undefined
}

/** What a name without parameters means in the column, whatever it means in the configuration. */
const defaults: Readonly<Partial<Record<string, readonly number[]>>> = {
  pbkdf2: [10_000, 50],
  scrypt: [65_536, 16, 2, 50],
  argon2: [2, 65_536, 8, 50],
}

const countOf = (text: string): number => (/^[1-9]\d{0,9}$/u.test(text) ? Number(text) : NaN)

const hexIn = (text: string): Buffer | undefined =>
  /^(?:[0-9a-f]{2})+$/u.test(text) ? Buffer.from(text, 'hex') : undefined

const saltIn = (salt: string): Buffer | undefined => (salt.length === 10 ? Buffer.from(salt) : hexIn(salt))
