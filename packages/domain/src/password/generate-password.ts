import type { RandomBytes } from '../kernel/sources.ts'
import { conceal } from '../kernel/secret.ts'
import type { PlainPassword } from './plain-password.ts'

/** Letters and digits without those that read alike in some typeface (0 O o, 1 I l). */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz'
/** 24 characters out of 56 are 139 bits: ASVS asks for 128 of a secret that stands by itself. */
const length = 24

/** Makes a password that nobody can guess and everybody can type. Every password of this form is equally likely. */
export const generatePassword = (randomBytes: RandomBytes): PlainPassword => {
  // Bytes beyond the last whole multiple of the alphabet are dropped: taking them would favour its first letters.
  const fair = 256 - (256 % alphabet.length)
  let password = ''
  while (password.length < length)
    for (const byte of randomBytes(length))
      if (byte < fair && password.length < length) password += alphabet[byte % alphabet.length] ?? ''
  return conceal(password) as PlainPassword
}
