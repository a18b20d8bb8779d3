import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'
import { lose } from '../record/notes.ts'
import { keysAt } from '../record/place.ts'
import { readSupabaseFactors } from './supabase-factors.ts'
import { readIdentity } from './supabase-identity.ts'
import { profileClaims, readProfile } from './supabase-profile.ts'

const read = (user: Fields, reading: Reading): ReadUser => {
  const id = user.id('id')
  const custom = openCustomData()
  const said = user.jsonObject(user.has('raw_user_meta_data') ? 'raw_user_meta_data' : 'user_metadata')
  const profile = readProfile(said)
  custom.takeAll(said, ...profileClaims)
  const app = user.jsonObject(user.has('raw_app_meta_data') ? 'raw_app_meta_data' : 'app_metadata')
  custom.takeAll(app, 'provider', 'providers')
  app?.lose('derived', 'provider', 'providers')
  if (!user.names().includes('encrypted_password')) lose(reading.notes, 'hash_not_exported', [])
  const phone = user.text('phone')
  const row = given<NewUser>({
    ...profile,
    ...passwordOf(user),
    email: user.text('email'),
    emailVerified: user.has('email') ? user.time('email_confirmed_at') !== undefined : undefined,
    // GoTrue keeps numbers in E.164 without the plus sign.
    phone: withPlus(phone),
    phoneVerified: phone === undefined ? undefined : user.time('phone_confirmed_at') !== undefined,
    externalId: id,
    status: statusOf(user, reading),
    identities: [...user.objects('identities'), ...reading.side('identities', id)].flatMap(readIdentity),
    customData: custom.data(),
  })
  user.lose('derived', 'email_confirmed_at', 'phone_confirmed_at')
  loseRest(user)
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? '',
      userId: id,
      createdAt: user.time('created_at'),
      lastSignInAt: user.time('last_sign_in_at'),
      roles: distinct([rolesOf(user), user.flag('is_super_admin') === true ? 'super_admin' : undefined]),
      ...readSupabaseFactors(user, id, reading),
    }),
  }
}

/** GoTrue can encrypt its hashes with a key of the project: then they are JSON. */
const passwordOf = (user: Fields): NewUser => {
  const hash = user.text('encrypted_password')
  if (hash?.trimStart().startsWith('{') === true) {
    user.lose('encrypted', 'encrypted_password')
    return {}
  }
  return given<NewUser>({
    password: hash,
    passwordFormat: hash?.startsWith('$2') === true ? 'bcrypt' : undefined,
  })
}

const statusOf = (user: Fields, { now }: Reading): string | undefined => {
  const until = user.text('banned_until')
  const end = until === 'infinity' ? Infinity : user.time('banned_until')
  if (user.time('deleted_at') !== undefined) return 'Archived'
  if (end !== undefined && end <= now) user.lose('short_lived', 'banned_until')
  return end !== undefined && end > now ? 'Suspended' : undefined
}

/** GoTrue keeps numbers without the plus. */
const withPlus = (phone: string | undefined): string | undefined =>
  phone === undefined || !/^[1-9]\d{5,14}$/u.test(phone) ? phone : `+${phone}`

const rolesOf = (user: Fields): string | undefined => {
  user.lose('derived', 'aud')
  const role = user.text('role')
  if (role === 'authenticated') user.lose('derived', 'role')
  return role === 'authenticated' ? undefined : role
}

const loseRest = (user: Fields): void => {
  user.lose('derived', 'instance_id', 'updated_at', 'confirmed_at', 'is_sso_user', 'is_anonymous')
  for (const name of ['email_change', 'new_email']) user.contact('email', name, user.text(name), false)
  for (const name of ['phone_change', 'new_phone'])
    user.contact('phone', name, withPlus(user.text(name)), false)
  user.lose(
    'short_lived',
    'invited_at',
    'confirmation_token',
    'confirmation_sent_at',
    'recovery_token',
    'recovery_sent_at',
    'email_change_token_new',
    'email_change_token_current',
    'email_change_sent_at',
    'email_change_confirm_status',
    'phone_change_token',
    'phone_change_sent_at',
    'reauthentication_token',
    'reauthentication_sent_at',
    'action_link',
  )
}

/** Supabase: the tables of the schema `auth`, or the users as its API lists them. */
export const supabase: ForeignSystem = {
  id: 'supabase',
  name: 'Supabase',
  key: 'id',
  docs: 'docs/moving/supabase.md',
  users: {
    name: 'users',
    about: 'the table auth.users, or the users of the API',
    at: ['', 'users'],
    signs: [
      {
        all: ['id', 'encrypted_password', 'raw_user_meta_data'],
        some: ['aud', 'instance_id', 'raw_app_meta_data', 'banned_until'],
      },
      {
        all: ['id', 'aud', 'app_metadata'],
        some: ['user_metadata', 'identities', 'role', 'email_confirmed_at', 'is_anonymous'],
      },
    ],
  },
  sides: [
    {
      name: 'identities',
      about: 'the table auth.identities',
      at: [''],
      signs: [{ all: ['user_id', 'identity_data', 'provider'], some: ['provider_id', 'last_sign_in_at'] }],
      keysOf: (record) => keysAt(record, ['user_id']),
    },
    {
      name: 'mfa_factors',
      about: 'the table auth.mfa_factors',
      at: [''],
      signs: [
        {
          all: ['user_id', 'factor_type', 'secret'],
          some: ['friendly_name', 'status', 'last_challenged_at'],
        },
      ],
      keysOf: (record) => keysAt(record, ['user_id']),
    },
  ],
  hashes: ['bcrypt', 'argon2id', 'fbscrypt'],
  staysBehind: ['hashes and secrets that the project encrypts', 'second factors by phone', 'tokens'],
  read,
}
