import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given } from '../parts/given.ts'
import { oidcAddress, oidcProfile } from '../parts/profile.ts'
import type { Fields } from '../record/open-record.ts'
import { auth0Files } from './auth0-files.ts'
import { readAuth0Factors } from './auth0-factors.ts'
import { readAuth0Identities, type Auth0Identities } from './auth0-identities.ts'
import { readAuth0Password } from './auth0-password.ts'

const read = (user: Fields, reading: Reading): ReadUser => {
  const id = user.text('user_id') ?? user.text('Id')
  const identities = readAuth0Identities(user, id)
  const password = readAuth0Password(user, identities.databaseId, reading)
  const factors = readAuth0Factors(user, id, reading)
  const custom = openCustomData()
  custom.takeAll(user.jsonObject('app_metadata'))
  custom.takeAll(user.jsonObject('user_metadata'))
  loseRest(user)
  return {
    row: given<NewUser>({
      ...oidcProfile(user),
      ...oidcAddress(user.object('address')),
      ...identifiers(user, identities),
      externalId: id,
      status: user.flag('blocked') === true ? 'Suspended' : undefined,
      identities: identities.linked,
      customData: custom.data(),
      ...password.row,
    }),
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? user.text('email') ?? '',
      userId: id,
      createdAt: user.time('created_at'),
      passwordSetAt: password.setAt ?? user.time('last_password_reset'),
      lastSignInAt: user.time('last_login'),
      signInsCount: user.count('logins_count'),
      roles: distinct(rolesOf(user)),
      ...factors,
    }),
  }
}

const identifiers = (user: Fields, { email, phone }: Auth0Identities): NewUser => {
  const own = { email: user.text('email'), phone: user.text('phone_number') }
  return given<NewUser>({
    email: own.email ?? email,
    emailVerified: user.flag('email_verified') ?? (own.email === undefined && email ? true : undefined),
    // A spreadsheet that opens the file must not take the number for a formula, so it is quoted in CSV.
    phone: own.phone?.replace(/^'(?=\+)/u, '') ?? phone,
    phoneVerified: user.flag('phone_verified') ?? (own.phone === undefined && phone ? true : undefined),
    username: user.text('username'),
  })
}

/** Exports name roles as texts; the API has an object for each. */
const rolesOf = (user: Fields): readonly (string | undefined)[] => {
  const roles = user.any('roles')
  if (typeof roles === 'string') return roles.split(',').map((role) => role.trim())
  if (!Array.isArray(roles) || roles.every((role) => typeof role === 'string')) return user.texts('roles')
  return user.objects('roles').map((role) => {
    role.lose('no_place', 'description')
    role.lose('derived', 'id')
    return role.text('name')
  })
}

const loseRest = (user: Fields): void => {
  user.lose('derived', 'updated_at', 'last_ip', 'clientID', 'global_client_id', 'sub')
  user.lose('short_lived', 'blocked_for', 'last_identity_execution', 'ticket')
  user.lose('no_place', 'organizations')
  user.lose('permission', 'permissions')
}

/** Auth0: the users of an export job, and the password hashes that its support gives. */
export const auth0: ForeignSystem = {
  id: 'auth0',
  name: 'Auth0',
  key: 'user_id',
  flat: true,
  docs: 'docs/moving/auth0.md',
  ...auth0Files,
  hashes: ['bcrypt', 'auth0'],
  staysBehind: [
    'hashes, unless the support of Auth0 has given the file of passwords',
    'authenticators, unless the file of factors is given; factors by phone, mail and push',
    'organizations and permissions',
    'the second account of a user whose accounts were linked, if both have a password',
  ],
  read,
}
