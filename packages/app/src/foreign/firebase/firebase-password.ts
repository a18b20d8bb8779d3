import { under, type NewUser } from '@keepsake/domain'
import type { Reading } from '../foreign-system.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { readHashConfig } from './hash-config.ts'

/**
 * Reads `passwordHash` and `salt`, in either alphabet of base64, with the hash parameters of the project. An export has
 * no hash where the user has no password.
 */
export const readFirebasePassword = (user: Fields, { text, notes }: Reading): NewUser => {
  const hash = user.text('passwordHash')
  const salt = user.text(user.has('salt') ? 'salt' : 'passwordSalt')
  if (hash === undefined) {
    if (salt !== undefined) user.refuse('passwordHash', 'string')
    return {}
  }
  // The API gives this instead of a hash to callers who may not see it.
  if (/^UkVEQUNURUQ=?$/u.test(hash)) {
    user.lose('hash_not_exported', 'passwordHash')
    return {}
  }
  const config = text('hash-config')
  if (config === undefined) {
    lose(notes, 'file_not_given', [...user.path, 'passwordHash'])
    return {}
  }
  return readHashConfig(config).match(
    (passwordParameters): NewUser => ({
      password: hash,
      passwordFormat: 'firebase',
      ...(salt !== undefined && { passwordSalt: salt }),
      passwordParameters,
    }),
    (issues) => {
      notes.issues.push(...under(['hash-config'], issues))
      return {}
    },
  )
}
