import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { withRecoveryCodes } from '../parts/factors.ts'
import { given } from '../parts/given.ts'
import { photoOf } from '../parts/profile.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { readAccount } from './clerk-account.ts'
import { readAddresses } from './clerk-addresses.ts'

const read: ForeignSystem['read'] = (user, { notes }): ReadUser => {
  const id = user.id('id') ?? user.id('user_id') ?? user.id('userId')
  const custom = openCustomData()
  for (const name of ['public_metadata', 'private_metadata', 'unsafe_metadata'])
    custom.takeAll(user.jsonObject(name))
  const password = passwordOf(user)
  if (password.password === undefined && user.flag('password_enabled') === true)
    lose(notes, 'hash_not_exported', ['password_enabled'])
  const addresses = readAddresses(user)
  const row = given<NewUser>({
    ...addresses,
    ...password,
    username: user.text('username'),
    givenName: user.text('first_name'),
    familyName: user.text('last_name'),
    locale: user.text('locale'),
    photo: photoOf(user, 'image_url'),
    externalId: user.id('external_id') ?? id,
    status: user.flag('banned') === true ? 'Suspended' : undefined,
    identities: user.objects('external_accounts').flatMap(readAccount),
    customData: custom.data(),
  })
  const authenticators = readFactors(user)
  loseRest(user, authenticators.length > 0)
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? row.email ?? row.username ?? '',
      userId: id,
      createdAt: user.time('created_at'),
      passwordSetAt: user.time('password_last_updated_at'),
      lastSignInAt: user.time('last_sign_in_at'),
      authenticators,
      passkeys: listIn(user, 'passkeys'),
    }),
  }
}

/** Cognito's users have a mark where others have a hasher: Clerk asks Cognito for their passwords. */
const passwordOf = (user: Fields): NewUser => {
  const [digest, hasher] = [user.text('password_digest'), user.text('password_hasher')]
  if (digest === undefined) {
    if (hasher !== undefined) user.lose('hash_not_exported', 'password_hasher')
    return {}
  }
  if (hasher === 'awscognito') {
    user.lose('hash_not_exported', 'password_digest', 'password_hasher')
    return {}
  }
  return hasher === undefined
    ? { password: digest }
    : { password: digest, passwordFormat: 'clerk', passwordParameters: { password_hasher: hasher } }
}

const readFactors = (user: Fields): NonNullable<ReadUser['facts']['authenticators']> => {
  const secret = user.text('totp_secret')
  const codes = user.json('backup_codes')
  const list = typeof codes === 'string' ? codes.split(',') : codes
  if (list !== undefined && !isTexts(list)) user.refuse('backup_codes', 'array of strings')
  return withRecoveryCodes(
    secret === undefined ? [] : [{ secret }],
    // No code contains a dollar sign, and every bcrypt hash begins with one.
    (isTexts(list) ? list : []).map((code) =>
      code.startsWith('$2') ? { hash: { scheme: 'bcrypt', encoded: code } } : code.trim(),
    ),
    () => user.lose('no_secret', 'backup_codes'),
  )
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

const listIn = (user: Fields, name: string): readonly unknown[] => {
  const list = user.any(name)
  if (list === undefined || Array.isArray(list)) return list ?? []
  user.refuse(name, 'array')
  return []
}

const loseRest = (user: Fields, hasAuthenticator: boolean): void => {
  user.lose(
    'derived',
    'object',
    'has_image',
    'primary_email_address_id',
    'primary_phone_number_id',
    'primary_web3_wallet_id',
    'password_enabled',
    'updated_at',
    'last_active_at',
    'profile_image_url',
    'mfa_enabled_at',
    'mfa_disabled_at',
    'legal_accepted_at',
    'create_organization_enabled',
    'delete_self_enabled',
    'verification_attempts_remaining',
    'create_organizations_limit',
    'lockout_expires_in_seconds',
    'bypass_client_trust',
  )
  for (const name of ['totp_enabled', 'two_factor_enabled', 'backup_code_enabled'])
    if (user.flag(name) === true) user.lose(hasAuthenticator ? 'derived' : 'no_secret', name)
  if (user.flag('locked') === true) user.lose('short_lived', 'locked')
  user.lose('no_place', 'web3_wallets', 'saml_accounts', 'enterprise_accounts', 'organization_memberships')
}

/** Clerk: the CSV file of its dashboard, or the users of its API. */
export const clerk: ForeignSystem = {
  id: 'clerk',
  name: 'Clerk',
  key: 'id',
  docs: 'docs/moving/clerk.md',
  users: {
    name: 'users',
    about: 'the CSV file of the dashboard, or the users of the API',
    at: ['', 'data'],
    signs: [
      {
        all: ['id', 'primary_email_address'],
        some: ['password_digest', 'password_hasher', 'verified_email_addresses', 'totp_secret', 'first_name'],
      },
      { all: ['password_hasher'], some: ['password_digest', 'first_name', 'primary_email_address'] },
      {
        all: ['id', 'email_addresses', 'public_metadata'],
        some: ['primary_email_address_id', 'external_accounts', 'totp_enabled'],
      },
    ],
  },
  sides: [],
  hashes: ['clerk'],
  staysBehind: ['hashes, if the users come from the API', 'wallets', 'organizations'],
  read,
}
