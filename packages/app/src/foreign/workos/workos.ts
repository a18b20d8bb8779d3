import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { given } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { photoOf } from '../parts/profile.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'

const read: ForeignSystem['read'] = (user, { notes }): ReadUser => {
  const id = user.id('id')
  const custom = openCustomData()
  custom.takeAll(user.jsonObject('metadata'))
  const hash = user.text('password_hash')
  const type = user.text('password_hash_type')
  if (hash === undefined) lose(notes, 'hash_not_exported', [])
  const row = given<NewUser>({
    email: user.text('email'),
    emailVerified: user.flag('email_verified'),
    name: user.text('name'),
    givenName: user.text('first_name'),
    familyName: user.text('last_name'),
    photo: photoOf(user, 'profile_picture_url'),
    locale: user.text('locale'),
    externalId: user.id('external_id'),
    identities: user.objects('identities').flatMap(readIdentity),
    customData: custom.data(),
    password: hash,
    passwordFormat: hash !== undefined && type === 'bcrypt' ? 'bcrypt' : undefined,
  })
  for (const factor of user.objects('auth_factors')) factor.loseWhole('no_secret')
  user.lose('derived', 'object', 'updated_at', 'password_hash_type')
  user.lose('no_place', 'organization_memberships', 'organization_id')
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? row.email ?? '',
      userId: id,
      createdAt: user.time('created_at'),
      lastSignInAt: user.time('last_sign_in_at'),
    }),
  }
}

const readIdentity = (identity: Fields): NonNullable<NewUser['identities']> => {
  const [connection, subject] = [identity.text('provider'), identity.id('idp_id')]
  identity.lose('derived', 'type')
  if (connection === undefined) identity.refuse('provider', 'string')
  if (subject === undefined) identity.refuse('idp_id', 'string')
  return connection === undefined || subject === undefined ? [] : [linkedIdentity({ connection, subject })]
}

/** WorkOS: the users of User Management. */
export const workos: ForeignSystem = {
  id: 'workos',
  name: 'WorkOS',
  key: 'id',
  docs: 'docs/moving/workos.md',
  users: {
    name: 'users',
    about: 'the users of the API',
    at: ['data', ''],
    signs: [
      {
        all: ['id', 'email', 'email_verified'],
        some: ['object', 'profile_picture_url', 'external_id', 'last_sign_in_at', 'first_name', 'metadata'],
        none: ['user_id', 'email_addresses'],
        also: ({ object, id }) =>
          object === 'user' || (typeof id === 'string' && /^user_[0-9A-Z]{20,}$/u.test(id)),
      },
      { all: ['email', 'password_hash', 'password_hash_type'], some: ['first_name', 'last_name'] },
    ],
  },
  sides: [],
  hashes: [],
  staysBehind: ['password hashes', 'authenticators', 'memberships of organizations'],
  read,
}
