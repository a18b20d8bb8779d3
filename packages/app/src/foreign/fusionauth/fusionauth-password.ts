import type { NewUser } from '@keepsake/domain'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/** Reads a hash with its scheme, or a password in clear, as an import takes it. */
export const passwordOf = (user: Fields): NewUser => {
  const [password, salt] = [user.text('password'), user.text('salt')]
  const [encryptionScheme, factor] = [user.text('encryptionScheme'), user.count('factor')]
  if (password === undefined) return {}
  // A scheme of a plugin, and one that FusionAuth cuts.
  if (encryptionScheme !== undefined && !schemes.has(encryptionScheme)) {
    user.lose('hash_not_supported', 'password', 'encryptionScheme')
    return {}
  }
  // An import takes passwords in clear.
  if (encryptionScheme === undefined) return { password: `{CLEAR}${password}` }
  return given<NewUser>({
    password,
    passwordFormat: 'fusionauth',
    passwordSalt: salt,
    passwordParameters: { encryptionScheme, ...(factor !== undefined && { factor }) },
  })
}

const schemes: ReadonlySet<string> = new Set([
  'bcrypt',
  'salted-md5',
  'salted-sha256',
  'salted-hmac-sha256',
  'salted-pbkdf2-hmac-sha256',
  'salted-pbkdf2-hmac-sha256-512',
  'salted-pbkdf2-hmac-sha512-512',
  'phpass-md5',
])
