import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { photoOf } from '../parts/profile.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { readFusionAuthFactors } from './fusionauth-factors.ts'
import { passwordOf } from './fusionauth-password.ts'

const read = (user: Fields, { notes, now }: Reading): ReadUser => {
  const id = user.id('id')
  const custom = openCustomData()
  custom.takeAll(user.jsonObject('data'))
  const registrations = user.objects('registrations')
  const password = passwordOf(user)
  if (!user.has('password')) lose(notes, 'hash_not_exported', [])
  const expiry = user.time('expiry')
  const [mobile, phone] = [user.text('mobilePhone'), user.text('phoneNumber')]
  const mustChange = user.flag('passwordChangeRequired') === true
  const verified = user.flag('verified')
  const isActive = user.flag('active') !== false && (expiry === undefined || expiry > now)
  const row = given<NewUser>({
    ...password,
    email: user.text('email'),
    emailVerified: user.has('email') ? verified : undefined,
    phone: phone ?? mobile,
    username: user.text('username'),
    name: user.text('fullName'),
    givenName: user.text('firstName'),
    middleName: user.text('middleName'),
    familyName: user.text('lastName'),
    photo: photoOf(user, 'imageUrl'),
    birthdate: user.text('birthDate'),
    zoneinfo: user.text('timezone'),
    locale: localeOf(user),
    externalId: id,
    status: isActive ? undefined : 'Suspended',
    identities: user.objects('identityProviderLinks').flatMap(readLink),
    customData: custom.data(),
    resetPasswordOnFirstLogin: mustChange || undefined,
  })
  if (expiry !== undefined) user.lose(expiry > now ? 'no_place' : 'derived', 'expiry')
  if (phone !== undefined && mobile !== undefined && phone !== mobile)
    user.contact('phone', 'mobilePhone', mobile)
  loseRest(user)
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? row.email ?? row.username ?? '',
      userId: id,
      createdAt: user.time('insertInstant'),
      passwordSetAt: user.time('passwordLastUpdateInstant'),
      lastSignInAt: user.time('lastLoginInstant'),
      groups: distinct(user.objects('memberships').map(groupOf)),
      roles: distinct(registrations.flatMap(readRegistration)),
      authenticators: readFusionAuthFactors(user),
    }),
  }
}

/** A user here has one language. */
const localeOf = (user: Fields): string | undefined => {
  const [first, ...others] = user.texts('preferredLanguages')
  for (const index of others.keys()) user.loseElement('no_place', 'preferredLanguages', index + 1)
  return first
}

/** An export has no names of groups. */
const groupOf = (membership: Fields): string | undefined => {
  membership.lose('derived', 'id', 'userId', 'insertInstant')
  membership.lose('no_place', 'data')
  return membership.text('name') ?? membership.id('groupId')
}

const readRegistration = (registration: Fields): readonly string[] => {
  const application = registration.id('applicationId')
  const roles = registration
    .texts('roles')
    .map((role) => (application === undefined ? role : `${application}:${role}`))
  registration.lose(
    'derived',
    'id',
    'insertInstant',
    'lastLoginInstant',
    'lastUpdateInstant',
    'usernameStatus',
    'verified',
    'verifiedInstant',
    'applicationId',
  )
  registration.lose('no_place', 'data', 'username', 'timezone', 'preferredLanguages', 'cleanSpeakId')
  registration.lose('short_lived', 'authenticationToken', 'tokens')
  return roles
}

const readLink = (link: Fields): NonNullable<NewUser['identities']> => {
  const connection = link.id('identityProviderId')
  const subject = link.id('identityProviderUserId')
  const provider = link.text('identityProviderType')?.toLowerCase()
  const name = link.text('displayName')
  link.lose('derived', 'identityProviderName', 'insertInstant', 'lastLoginInstant', 'tenantId', 'userId')
  link.lose('short_lived', 'token')
  if (connection === undefined) link.refuse('identityProviderId', 'string')
  if (subject === undefined) link.refuse('identityProviderUserId', 'string')
  return connection === undefined || subject === undefined
    ? []
    : [
        linkedIdentity({
          connection,
          provider,
          subject,
          info: name === undefined ? undefined : { displayName: name },
        }),
      ]
}

const loseRest = (user: Fields): void => {
  user.lose(
    'derived',
    'lastUpdateInstant',
    'usernameStatus',
    'uniqueUsername',
    'verified',
    'verifiedInstant',
    'passwordChangeReason',
    'encryptionScheme',
    'salt',
    'factor',
    'connectorId',
    'identities',
  )
  user.lose('no_place', 'tenantId', 'parentEmail', 'cleanSpeakId', 'username_', 'passwordHistory')
  user.lose('short_lived', 'breachedPasswordStatus', 'breachedPasswordLastCheckedInstant')
}

/** FusionAuth: bodies of its import, and users of its API. */
export const fusionauth: ForeignSystem = {
  id: 'fusionauth',
  name: 'FusionAuth',
  key: 'id',
  docs: 'docs/moving/fusionauth.md',
  users: {
    name: 'users',
    about: 'users as the import takes them, with hashes from the database',
    at: ['users', ''],
    signs: [
      {
        all: ['encryptionScheme'],
        some: ['factor', 'salt', 'registrations', 'insertInstant', 'memberships', 'active', 'twoFactor'],
      },
      {
        all: ['insertInstant'],
        some: ['registrations', 'memberships', 'active', 'twoFactor', 'tenantId', 'usernameStatus'],
      },
      {
        all: ['registrations', 'verified'],
        some: ['memberships', 'active', 'mobilePhone', 'preferredLanguages'],
      },
    ],
  },
  sides: [],
  hashes: ['fusionauth'],
  staysBehind: [
    'hashes, if the users come from the API',
    'hashes of plugins and of phpass-sha512',
    'second factors by mail and text message',
    'the data of registrations',
  ],
  read,
}
