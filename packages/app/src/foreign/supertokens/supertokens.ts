import type { NewAuthenticator, NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, earliest, given } from '../parts/given.ts'
import { oneLine } from '../parts/file-text.ts'
import type { Fields } from '../record/open-record.ts'
import { readLoginMethods } from './login-methods.ts'

const read = (user: Fields, reading: Reading): ReadUser => {
  const [external, own] = [user.id('externalUserId'), user.id('supertokensUserId') ?? user.id('id')]
  const custom = openCustomData()
  const metadata = user.jsonObject('userMetadata')
  const profile = given<NewUser>({
    name: metadata?.text('name'),
    givenName: metadata?.text('first_name'),
    familyName: metadata?.text('last_name'),
  })
  custom.takeAll(metadata, 'name', 'first_name', 'last_name')
  const { row, joinedAt, passkeys } = readLoginMethods(user, reading)
  const id = external ?? own
  const result = given<NewUser>({
    ...profile,
    ...row,
    externalId: id,
    customData: custom.data(),
  })
  user.lose('derived', 'isPrimaryUser', 'emails', 'phoneNumbers', 'thirdParty', 'tenantIds')
  if (external !== undefined) user.lose('derived', 'supertokensUserId', 'id')
  return {
    row: result,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? row.email ?? row.phone ?? '',
      userId: id,
      createdAt: earliest(user.time('timeJoined'), ...joinedAt),
      roles: distinct(user.objects('userRoles').map(roleOf)),
      authenticators: user.objects('totpDevices').flatMap(readDevice),
      passkeys,
    }),
  }
}

/** Roles of another tenant than the first have its name before them. */
const roleOf = (role: Fields): string | undefined => {
  const tenants = role.texts('tenantIds').filter((tenant) => tenant !== 'public')
  const name = role.text('role')
  return name === undefined || tenants.length === 0 ? name : `${tenants.join('+')}:${name}`
}

const readDevice = (device: Fields): readonly NewAuthenticator[] => {
  const secret = device.text('secretKey')
  // How many steps are accepted is the pool's choice.
  device.lose('derived', 'skew', 'verified')
  if (secret === undefined) device.refuse('secretKey', 'string')
  const [period, name] = [device.count('period'), device.text('deviceName')?.trim() || undefined]
  return secret === undefined ? [] : [given<NewAuthenticator>({ secret, period, name })]
}

/** SuperTokens: the bodies of its bulk import, which its users are exported to. */
export const supertokens: ForeignSystem = {
  id: 'supertokens',
  name: 'SuperTokens',
  key: 'externalUserId',
  docs: 'docs/moving/supertokens.md',
  users: {
    name: 'users',
    about: 'users as the bulk import takes them, or as the core lists them',
    at: ['users', ''],
    signs: [
      {
        all: ['loginMethods'],
        some: [
          'externalUserId',
          'userMetadata',
          'userRoles',
          'totpDevices',
          'loginMethods.0.recipeId',
          'loginMethods.0.tenantIds',
        ],
      },
    ],
  },
  sides: [
    {
      name: 'firebase-signer-key',
      about: 'the signer key of the Firebase project that the users once came from',
      at: [],
      signs: [],
      textIn: oneLine,
    },
  ],
  hashes: ['bcrypt', 'argon2id', 'argon2i', 'argon2d', 'firebase'],
  staysBehind: ['the tenants of roles, but as part of their names'],
  read,
}
