import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { oneLine } from '../parts/file-text.ts'
import { distinct, given, latest, sameText } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { photoOf } from '../parts/profile.ts'
import type { Fields } from '../record/open-record.ts'
import { readDeviseFactors } from './devise-factors.ts'

const read = (user: Fields, reading: Reading): ReadUser => {
  const id = user.id('id')
  const email = user.text('email')
  const username = user.text('username') ?? user.text('login')
  const isConfirmed = user.names().includes('confirmed_at')
    ? user.time('confirmed_at') !== undefined
    : undefined
  const custom = openCustomData()
  const row = given<NewUser>({
    ...passwordOf(user, reading),
    email,
    emailVerified: isConfirmed,
    phone: user.text('phone') ?? user.text('phone_number'),
    username: sameText(username, email) ? undefined : username,
    name: user.text('name') ?? user.text('full_name'),
    givenName: user.text('first_name'),
    familyName: user.text('last_name'),
    photo: photoOf(user, 'avatar_url'),
    locale: user.text('locale'),
    zoneinfo: user.text('time_zone'),
    externalId: id,
    status: statusOf(user),
    identities: readIdentity(user),
  })
  const facts = given<ReadUser['facts']>({
    sourceKey: id ?? email ?? '',
    userId: id,
    createdAt: user.time('created_at'),
    passwordSetAt: user.time('password_changed_at'),
    lastSignInAt: latest(user.time('current_sign_in_at'), user.time('last_sign_in_at')),
    signInsCount: user.count('sign_in_count'),
    roles: distinct([user.text('role')]),
    authenticators: readDeviseFactors(user),
  })
  loseRest(user)
  custom.takeUnread(user)
  return { row: given<NewUser>({ ...row, customData: custom.data() }), facts }
}

/** With the pepper of the application, which does not stand in the hash. Without it a pool decides by its own settings. */
const passwordOf = (user: Fields, { text }: Reading): NewUser => {
  const hash = user.text('encrypted_password')
  const pepper = text('pepper')
  if (hash === undefined) return {}
  if (pepper === undefined || !hash.startsWith('$2')) return { password: hash }
  return {
    password: hash,
    passwordFormat: 'peppered-bcrypt',
    passwordParameters: { pepper, pepperPosition: 'suffix' },
  }
}

/** A lock after wrong passwords stays until somebody unlocks, unless the application unlocks by time. */
const statusOf = (user: Fields): string | undefined => {
  const isLocked = user.time('locked_at') !== undefined
  const isGone = ['deleted_at', 'discarded_at'].some((name) => user.time(name) !== undefined)
  if (isGone) return 'Archived'
  return isLocked ? 'Suspended' : undefined
}

const readIdentity = (user: Fields): NonNullable<NewUser['identities']> => {
  const [connection, subject] = [user.text('provider'), user.id('uid')]
  // Token applications write the address of a user without a provider.
  if (connection === undefined || connection === 'email') {
    user.lose(connection === 'email' ? 'derived' : 'no_place', 'uid', 'provider')
    return []
  }
  if (subject === undefined) user.refuse('uid', 'string')
  return subject === undefined ? [] : [linkedIdentity({ connection, subject })]
}

const loseRest = (user: Fields): void => {
  user.lose('derived', 'last_sign_in_at', 'confirmed_at', 'locked_at', 'deleted_at', 'discarded_at')
  user.lose('derived', 'updated_at', 'last_sign_in_ip', 'current_sign_in_ip')
  user.contact('email', 'unconfirmed_email', user.text('unconfirmed_email'), false)
  user.lose(
    'short_lived',
    'reset_password_token',
    'reset_password_sent_at',
    'remember_created_at',
    'remember_token',
    'confirmation_token',
    'confirmation_sent_at',
    'failed_attempts',
    'unlock_token',
    'invitation_token',
    'invitation_created_at',
    'invitation_sent_at',
    'invitation_accepted_at',
    'authentication_token',
    'jti',
    'tokens',
  )
  user.lose('no_place', 'password_salt')
}

/** Devise: the table of users of a Rails application. */
export const devise: ForeignSystem = {
  id: 'devise',
  name: 'Devise (Rails)',
  key: 'id',
  docs: 'docs/moving/devise.md',
  users: {
    name: 'users',
    about: 'the table of users',
    at: [''],
    signs: [
      {
        all: ['encrypted_password'],
        some: [
          'reset_password_token',
          'remember_created_at',
          'sign_in_count',
          'current_sign_in_at',
          'confirmed_at',
          'failed_attempts',
          'locked_at',
        ],
        none: ['raw_user_meta_data', 'aud'],
      },
    ],
  },
  sides: [
    {
      name: 'pepper',
      about: 'the pepper in the initializer of Devise',
      at: [],
      signs: [],
      textIn: oneLine,
    },
  ],
  hashes: ['bcrypt', 'devise-bcrypt', 'peppered-bcrypt'],
  staysBehind: [
    'second factors, which the application encrypts',
    'tokens, invitations and counts of wrong passwords',
  ],
  read,
}
