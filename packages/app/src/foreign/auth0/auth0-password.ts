import type { Instant, NewUser } from '@keepsake/domain'
import type { Reading } from '../foreign-system.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'

/** The password of a user as fields of a row. */
export type ReadPassword = { readonly row: NewUser; readonly setAt?: Instant | undefined }

/**
 * Reads `password_hash` and `custom_password_hash` of a user, as an import to Auth0 takes them, or the record of the
 * user in the file of passwords. Its other fields repeat what the user has.
 */
export const readAuth0Password = (
  user: Fields,
  databaseId: string | undefined,
  { side, has, notes }: Reading,
): ReadPassword => {
  const own = hashIn(user, 'password_hash')
  const [record, ...others] = side('passwords', databaseId)
  for (const other of others) other.lose('second_address', 'passwordHash', 'custom_password_hash')
  const kept = record === undefined ? {} : hashIn(record, 'passwordHash')
  for (const each of [record, ...others]) if (each !== undefined) loseRest(each)
  const row = own.password === undefined ? kept : own
  if (row.password === undefined && databaseId !== undefined)
    lose(notes, has('passwords') ? 'hash_not_exported' : 'file_not_given', [])
  return { row, setAt: record?.time('password_set_date') }
}

const hashIn = (record: Fields, name: string): NewUser => {
  const hash = record.text(name)
  const custom = record.json('custom_password_hash')
  if (custom !== undefined && hash === undefined)
    return { password: JSON.stringify(custom), passwordFormat: 'auth0' }
  if (custom !== undefined) record.lose('derived', 'custom_password_hash')
  return hash === undefined ? {} : { password: hash, passwordFormat: 'bcrypt' }
}

const loseRest = (record: Fields): void => {
  record.lose(
    'derived',
    '_id',
    'user_id',
    'email',
    'email_verified',
    'username',
    'tenant',
    'connection',
    '_tmp_is_unique',
    'version',
    'identifiers',
    'created_at',
    'updated_at',
    'phone_number',
    'phone_verified',
  )
  record.lose('short_lived', 'password_history')
}
