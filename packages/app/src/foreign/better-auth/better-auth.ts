import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { oneLine } from '../parts/file-text.ts'
import { distinct, given } from '../parts/given.ts'
import { photoOf } from '../parts/profile.ts'
import type { Fields } from '../record/open-record.ts'
import { keysAt } from '../record/place.ts'
import { readAccounts } from './better-auth-accounts.ts'
import { readBetterAuthFactors } from './better-auth-factors.ts'

const read = (user: Fields, reading: Reading): ReadUser => {
  const id = user.id('id')
  const { row: password, passwordSetAt, passkeys } = readAccounts(user, id, reading)
  const authenticators = readBetterAuthFactors(user, id, reading)
  const phone = user.text('phoneNumber')
  const [username, shown] = [user.text('username'), user.text('displayUsername')]
  const custom = openCustomData()
  const row = given<NewUser>({
    ...password,
    name: user.text('name'),
    email: emailOf(user),
    emailVerified: user.flag('emailVerified'),
    phone,
    phoneVerified: phone === undefined ? undefined : user.flag('phoneNumberVerified'),
    // The one as its owner writes it; the other is the same in lower case.
    username: shown !== undefined && shown.toLowerCase() === username?.toLowerCase() ? shown : username,
    photo: photoOf(user, 'image'),
    externalId: id,
    status: statusOf(user, reading),
  })
  if (shown !== undefined && shown.toLowerCase() !== username?.toLowerCase())
    custom.take(user, 'displayUsername')
  const roles = (user.text('role') ?? '').split(',').map((role) => role.trim())
  user.lose('derived', 'updatedAt', 'lastLoginMethod', 'phoneNumberVerified', 'isAnonymous')
  const times = { createdAt: user.time('createdAt') }
  // A project adds fields of its own to the table of users.
  custom.takeUnread(user)
  return {
    row: given<NewUser>({ ...row, customData: custom.data() }),
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? '',
      userId: id,
      ...times,
      passwordSetAt,
      roles: distinct(roles),
      authenticators,
      passkeys,
    }),
  }
}

/** Users who came by a phone number or as guests have an address that is made up. */
const emailOf = (user: Fields): string | undefined => {
  const email = user.text('email')
  if (email === undefined || user.flag('isAnonymous') !== true) return email
  user.lose('derived', 'email')
  return undefined
}

const statusOf = (user: Fields, { now }: Reading): string | undefined => {
  const [isBanned, end] = [user.flag('banned') === true, user.time('banExpires')]
  user.lose('no_place', 'banReason')
  if (!isBanned && end !== undefined) user.lose('short_lived', 'banExpires')
  if (isBanned && end !== undefined) user.lose(end > now ? 'no_place' : 'short_lived', 'banExpires')
  return isBanned && (end === undefined || end > now) ? 'Suspended' : undefined
}

/** better-auth: the tables of its database. */
export const betterAuth: ForeignSystem = {
  id: 'better-auth',
  name: 'better-auth',
  key: 'id',
  docs: 'docs/moving/better-auth.md',
  users: {
    name: 'users',
    about: 'the table user',
    at: ['', 'user', 'users'],
    signs: [
      {
        all: ['id', 'email', 'emailVerified', 'createdAt', 'updatedAt'],
        some: ['image', 'twoFactorEnabled', 'displayUsername', 'banned', 'phoneNumberVerified'],
        none: ['userId', 'localId', 'status', 'identities'],
      },
    ],
  },
  sides: [
    {
      name: 'account',
      about: 'the table account, with the hashes and the accounts at providers',
      at: ['', 'account', 'accounts'],
      signs: [{ all: ['userId', 'accountId', 'providerId'], some: ['password', 'accessToken', 'scope'] }],
      keysOf: (record) => keysAt(record, ['userId']),
    },
    {
      name: 'twoFactor',
      about: 'the table twoFactor, whose secrets are encrypted',
      at: ['', 'twoFactor'],
      signs: [{ all: ['userId', 'secret', 'backupCodes'] }],
      keysOf: (record) => keysAt(record, ['userId']),
    },
    {
      name: 'secret',
      about: 'the secret of the old application, by which its second factors are encrypted',
      at: [],
      signs: [],
      textIn: oneLine,
    },
  ],
  hashes: ['better-auth-scrypt'],
  staysBehind: ['second factors, which the old application encrypts', 'tokens of providers', 'organizations'],
  read,
}
