import type { NewUser } from '@keepsake/domain'
import type { ForeignOther, ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given, sameText } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'
import { isUserModel } from './django-models.ts'
import { djangoFiles } from './django-files.ts'
import { readDjangoFactors } from './django-factors.ts'
import { readAddresses, readSocialAccounts } from './django-allauth.ts'
import { djangoPassword } from './django-password.ts'

const read = (record: Fields, reading: Reading): ReadUser | ForeignOther => {
  const model = record.text('model')
  if (model !== undefined && !isUserModel(model, record.peek('fields')))
    return { kind: 'other', what: 'record of another model' }
  record.lose('derived', 'model')
  const key = record.id('pk') ?? record.id('id')
  const user = record.has('fields') ? (record.object('fields') ?? record) : record
  const email = user.text('email')
  const username = user.text('username')
  const custom = openCustomData()
  const row = given<NewUser>({
    ...djangoPassword(user),
    email,
    username: sameText(username, email) ? undefined : username,
    givenName: user.text('first_name'),
    familyName: user.text('last_name'),
    name: user.text('name') ?? user.text('full_name'),
    externalId: key ?? user.id('id'),
    status: user.flag('is_active') === false ? 'Suspended' : undefined,
    identities: readSocialAccounts(reading.side('socialaccount', key)),
    emailVerified: readAddresses(reading.side('emailaddress', key), email),
  })
  const roles = ['is_staff', 'is_superuser'].map((name) =>
    user.flag(name) === true ? name.slice(3) : undefined,
  )
  user.lose('permission', 'user_permissions')
  const facts = given<ReadUser['facts']>({
    sourceKey: key ?? username ?? email ?? '',
    userId: key,
    createdAt: user.time('date_joined'),
    lastSignInAt: user.time('last_login'),
    groups: distinct(groupsOf(user, reading)),
    roles: distinct(roles),
    authenticators: readDjangoFactors(key, reading),
  })
  // A model of the project's own has further fields.
  custom.takeUnread(user)
  return { row: given<NewUser>({ ...row, customData: custom.data() }), facts }
}

/** Groups by their keys, which the same file has with their names, or by their names alone. */
const groupsOf = (user: Fields, { side }: Reading): readonly (string | undefined)[] => {
  const groups = user.any('groups')
  if (groups === undefined) return []
  if (!Array.isArray(groups)) {
    user.refuse('groups', 'array')
    return []
  }
  return groups.flatMap((group: unknown, index): (string | undefined)[] => {
    // A natural key is a list with the name.
    if (Array.isArray(group) && typeof group[0] === 'string' && group.length === 1) return [group[0]]
    if (typeof group !== 'number' && typeof group !== 'string') {
      user.refuse('groups', 'array of keys')
      return []
    }
    const record = side('groups', String(group))[0]
    const fields = record?.object('fields')
    record?.lose('derived', 'model', 'pk')
    fields?.lose('permission', 'permissions')
    const name = fields?.text('name')
    if (name === undefined) user.loseElement('file_not_given', 'groups', index)
    return [name]
  })
}

/** Django: `manage.py dumpdata`, or the table of users. */
export const django: ForeignSystem = {
  id: 'django',
  name: 'Django',
  key: 'pk',
  docs: 'docs/moving/django.md',
  ...djangoFiles,
  hashes: [
    'django-pbkdf2',
    'django-argon2',
    'django-bcrypt',
    'django-bcrypt-sha256',
    'django-scrypt',
    'django-md5',
    'django-sha1',
    'md5',
  ],
  staysBehind: ['permissions', 'hashes of hashers of the project', 'devices that count, and their codes'],
  read,
}
