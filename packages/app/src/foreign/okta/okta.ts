import type { HashFields, NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given, sameText } from '../parts/given.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { keysAt } from '../record/place.ts'
import { readProfile } from './okta-profile.ts'

const read = (user: Fields, reading: Reading): ReadUser => {
  const id = user.id('id')
  const custom = openCustomData()
  const profile = user.object('profile')
  const fields = readProfile(profile, custom)
  const login = profile?.text('login') ?? fields.email
  const bodies = reading.side('import-bodies', login?.toLowerCase())
  for (const body of bodies) loseBody(body)
  const password = [user, ...bodies].map(passwordOf).find((each) => each.password !== undefined) ?? {}
  if (password.password === undefined) lose(reading.notes, 'hash_not_exported', [])
  const status = user.text('status')
  const row = given<NewUser>({
    ...fields,
    ...password,
    emailVerified: isVerified(user, fields.email),
    username: sameText(login, fields.email) ? undefined : login,
    externalId: id,
    status: status === undefined ? undefined : (statuses[status] ?? status),
    customData: custom.data(),
    resetPasswordOnFirstLogin: status === 'PASSWORD_EXPIRED' || undefined,
  })
  loseRest(user)
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? login ?? '',
      userId: id,
      createdAt: user.time('created'),
      passwordSetAt: user.time('passwordChanged'),
      lastSignInAt: user.time('lastLogin'),
      groups: distinct(user.texts('groupIds')),
    }),
  }
}

/** A lock after wrong passwords ends by itself, and an expired password can still be used to set another. */
const statuses: Readonly<Record<string, string>> = {
  ACTIVE: 'Activated',
  PROVISIONED: 'Activated',
  RECOVERY: 'Activated',
  PASSWORD_EXPIRED: 'Activated',
  LOCKED_OUT: 'Activated',
  STAGED: 'Deactivated',
  SUSPENDED: 'Suspended',
  DEPROVISIONED: 'Archived',
}

/** The hash that stands in a body of an import: Okta's own answers have none. */
const passwordOf = (user: Fields): NewUser => {
  const credentials = user.object('credentials')
  const password = credentials?.object('password')
  const hash = password?.object('hash')
  const clear = password?.text('value')
  password?.lose('no_place', 'hook')
  readCredentials(user, credentials)
  if (hash === undefined) return clear === undefined ? {} : { password: `{CLEAR}${clear}` }
  const value = hash.text('value')
  if (value === undefined) hash.refuse('value', 'string')
  return given<NewUser>({
    password: value,
    passwordFormat: 'okta',
    passwordSalt: hash.text('salt'),
    passwordParameters: given<Record<string, string | number>>({
      algorithm: hash.text('algorithm'),
      saltOrder: hash.text('saltOrder'),
      workFactor: hash.count('workFactor'),
      digestAlgorithm: hash.text('digestAlgorithm'),
      iterationCount: hash.count('iterationCount'),
      keySize: hash.count('keySize'),
    }) satisfies HashFields,
  })
}

const readCredentials = (user: Fields, credentials: Fields | undefined): void => {
  credentials?.lose('no_place', 'recovery_question')
  const provider = credentials?.object('provider')
  provider?.lose('derived', ...provider.names())
  for (const email of credentials?.objects('emails') ?? []) {
    const isPrimary = email.text('type') === 'PRIMARY'
    const verified = email.text('status') === 'VERIFIED'
    if (isPrimary) email.lose('derived', 'value')
    else email.contact('email', 'value', email.text('value'), verified)
    email.lose('derived', 'status', 'type')
  }
  if (user.path.length > 0) return
  user.lose('no_place', 'realmId')
}

const isVerified = (user: Fields, email: string | undefined): boolean | undefined => {
  const credentials = user.peek('credentials', 'emails')
  if (!Array.isArray(credentials) || email === undefined) return undefined
  return credentials.some(
    (each: unknown) =>
      typeof each === 'object' &&
      each !== null &&
      'status' in each &&
      each.status === 'VERIFIED' &&
      'value' in each &&
      typeof each.value === 'string' &&
      sameText(each.value, email),
  )
}

/** A body of an import repeats the profile of the user. */
const loseBody = (body: Fields): void => {
  body.lose('derived', 'profile', 'id', 'status', 'created', 'type')
  body.lose('no_place', 'groupIds', 'realmId')
}

const loseRest = (user: Fields): void => {
  user.lose('derived', 'activated', 'statusChanged', 'lastUpdated', 'type', '_links', '_embedded')
  user.lose('short_lived', 'transitioningToStatus')
}

/** Okta: the users of its API, and the bodies that an import to Okta takes. */
export const okta: ForeignSystem = {
  id: 'okta',
  name: 'Okta',
  key: 'id',
  docs: 'docs/moving/okta.md',
  users: {
    name: 'users',
    about: 'the users of the API',
    at: [''],
    signs: [
      {
        all: ['profile.login', 'status'],
        some: [
          'id',
          'profile.email',
          'statusChanged',
          'lastUpdated',
          'credentials.provider',
          'passwordChanged',
          '_links',
        ],
      },
      { all: ['profile.login', 'id'], some: ['profile.email', 'credentials'] },
    ],
  },
  sides: [
    {
      name: 'import-bodies',
      about: 'the bodies by which the users were imported to Okta, with their hashes',
      at: [''],
      signs: [
        {
          all: ['profile.login', 'credentials.password'],
          some: ['credentials.password.hash', 'credentials.password.hash.algorithm', 'profile.email'],
          none: ['id', 'status', 'created'],
        },
      ],
      keysOf: (record) =>
        keysAt(record, ['profile', 'login'])
          .concat(keysAt(record, ['profile', 'email']))
          .slice(0, 1)
          .map((login) => login.toLowerCase()),
    },
  ],
  hashes: ['okta'],
  staysBehind: [
    'hashes, unless the bodies of the import are at hand',
    'factors',
    'questions',
    'groups and apps',
  ],
  read,
}
