import type { NewUser } from '@keepsake/domain'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/** Names of hashers before a dollar sign, with our names of their formats. */
const formats: Readonly<Record<string, string>> = {
  pbkdf2_sha256: 'django-pbkdf2',
  pbkdf2_sha1: 'django-pbkdf2',
  argon2: 'django-argon2',
  bcrypt: 'django-bcrypt',
  bcrypt_sha256: 'django-bcrypt-sha256',
  scrypt: 'django-scrypt',
  md5: 'django-md5',
  sha1: 'django-sha1',
}

/** Hashers of old releases that nothing here computes. */
const unread: ReadonlySet<string> = new Set(['crypt'])

/**
 * Reads `password`: a hash with the name of its hasher, or 32 hex digits of MD5 from the first releases. An exclamation
 * mark before it says that the user has none.
 */
export const djangoPassword = (user: Fields): NewUser => {
  const hash = user.text('password')
  if (hash === undefined) return {}
  if (hash.startsWith('!')) {
    user.lose('derived', 'password')
    return {}
  }
  const hasher = hash.slice(0, Math.max(hash.indexOf('$'), 0))
  if (unread.has(hasher)) {
    user.lose('hash_not_supported', 'password')
    return {}
  }
  const isBareMd5 = /^[0-9a-f]{32}$/u.test(hash)
  return given<NewUser>({
    password: hash,
    passwordFormat: isBareMd5 ? 'md5' : Object.hasOwn(formats, hasher) ? formats[hasher] : undefined,
  })
}
