import { translatedFormat, type HashFormat } from '../hash-format.ts'
import { fbscryptFormat } from '../scrypt/firebase-scrypt.ts'
import { readFields } from '../text/fields.ts'
import type { Fields } from '../text/json.ts'
import { decodeAnyBase64 } from '../text/keys.ts'
import { isAbsent, oneCount, oneText, type Names } from './value-in.ts'

/** The names of the values in `auth:export`, the console, the command and the SDKs. */
const ofUser = { hash: ['hash', 'passwordHash'], salt: ['salt', 'passwordSalt'] } as const
const ofProject = {
  algorithm: ['algorithm', 'hashAlgo'],
  key: ['signerKey', 'base64_signer_key', 'hashKey', 'key'],
  separator: ['saltSeparator', 'base64_salt_separator'],
  rounds: ['rounds'],
  memory: ['memoryCost', 'mem_cost', 'memCost'],
} as const

const parameters: Names = Object.values(ofProject).flat()
const names: Names = [...Object.values(ofUser).flat(), ...parameters]

/**
 * Firebase: a user's exported `passwordHash` and `salt`, and beside them the hash parameters of the project, such as
 * `base64_signer_key`, `base64_salt_separator`, `rounds` and `mem_cost`, under any name that Firebase gives them.
 * SuperTokens' `$f_scrypt$...` contains all of them except the signer key.
 */
export const firebaseFormat = (): HashFormat =>
  translatedFormat('firebase', toFbscrypt, [fbscryptFormat()], { fields: { salt: true, parameters } })

const toFbscrypt = (encoded: string): string | undefined => {
  const fields = supertokensIn(readFields(encoded, names))
  const isScrypt =
    isAbsent(fields, ofProject.algorithm) || /^scrypt$/iu.test(oneText(fields, ofProject.algorithm) ?? '')
  const [hash, salt, key] = [ofUser.hash, ofUser.salt, ofProject.key].map((each) => base64In(fields, each))
  const separator = isAbsent(fields, ofProject.separator) ? '' : base64In(fields, ofProject.separator)
  const [rounds, memory] = [oneCount(fields, ofProject.rounds), oneCount(fields, ofProject.memory)]
  if (!isScrypt || hash === undefined || salt === undefined || key === undefined) return undefined
  if (separator === undefined || rounds === undefined || memory === undefined) return undefined
  return `$fbscrypt$v=1,n=${memory},r=${rounds},p=1,ss=${separator},sk=${key}$${salt}$${hash}`
}

/** The SDKs write the URL alphabet. */
const base64In = (fields: Fields | undefined, each: Names): string | undefined =>
  decodeAnyBase64(oneText(fields, each) ?? '*')?.toString('base64')

const supertokens = /^\$f_scrypt\$([^$]+)\$([^$]+)\$m=(\d{1,2})\$r=(\d{1,2})\$s=([^$]*)$/u

/**
 * SuperTokens writes everything except the signer key into one string. What is in the string must not be given beside
 * it as well.
 */
const supertokensIn = (fields: Fields | undefined): Fields | undefined => {
  const text = oneText(fields, ofUser.hash)
  const [, hash, salt, memoryCost, rounds, separator] = supertokens.exec(text ?? '') ?? []
  if (fields === undefined || hash === undefined) return fields
  const said = [ofUser.salt, ofProject.separator, ofProject.rounds, ofProject.memory]
  if (!said.every((each) => isAbsent(fields, each))) return undefined
  const { passwordHash: _passwordHash, ...rest } = fields
  return {
    ...rest,
    hash,
    salt,
    memoryCost,
    rounds,
    ...(separator !== '' && { saltSeparator: separator }),
  }
}
