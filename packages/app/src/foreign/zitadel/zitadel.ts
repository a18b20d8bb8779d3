import type { NewUser } from '@keepsake/domain'
import { decodeBase64, decodeUtf8 } from '@keepsake/domain/rules'
import type { ForeignOther, ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData, type CustomFieldsOfRow } from '../parts/custom-data.ts'
import { distinct, given, sameText } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { genderOf } from '../parts/profile.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { keysAt } from '../record/place.ts'
import { zitadelPassword } from './zitadel-password.ts'

const read = (user: Fields, reading: Reading): ReadUser | ForeignOther => {
  if (user.has('machine')) return { kind: 'other', what: 'account of a service' }
  const id = user.id('userId') ?? user.id('id')
  const human = user.object('user') ?? user.object('human') ?? user
  const profile = human.object('profile')
  const [email, phone] = [human.object('email'), human.object('phone')]
  const login = loginOf(user, human)
  const custom = openCustomData()
  readMetadata(reading.side('userMetadata', id), custom)
  const password = zitadelPassword(human)
  const secret = human.text('otpCode') ?? human.text('totpSecret')
  const address = email?.text('email')
  const row = given<NewUser>({
    ...password,
    email: address,
    emailVerified: flagOf(email, 'isEmailVerified', 'isVerified'),
    phone: phone?.text('phone'),
    phoneVerified: flagOf(phone, 'isPhoneVerified', 'isVerified'),
    username: sameText(login, address) ? undefined : login,
    name: profile?.text('displayName'),
    givenName: profile?.text('firstName') ?? profile?.text('givenName'),
    familyName: profile?.text('lastName') ?? profile?.text('familyName'),
    nickname: profile?.text('nickName'),
    locale: profile?.text('preferredLanguage'),
    gender: profile === undefined ? undefined : genderOf(profile, 'gender'),
    photo: profile?.text('avatarUrl'),
    externalId: id,
    status: statusOf(user),
    identities: [
      ...reading.side('userLinks', id),
      ...human.objects('idpLinks'),
      ...human.objects('idps'),
    ].flatMap(readLink),
    customData: custom.data(),
  })
  if (password.password === undefined && (row.identities ?? []).length === 0)
    lose(reading.notes, 'hash_not_exported', [])
  loseRest(user, human)
  const details = user.object('details')
  details?.lose('derived', ...details.names().filter((name) => name !== 'creationDate'))
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? '',
      userId: id,
      createdAt: details?.time('creationDate'),
      passwordSetAt: human.time('passwordChanged'),
      roles: distinct(reading.side('userGrants', id).flatMap(readGrant)),
      authenticators: secret === undefined ? [] : [{ secret }],
    }),
  }
}

const flagOf = (fields: Fields | undefined, ...names: readonly string[]): boolean | undefined =>
  names.map((name) => fields?.flag(name)).find((flag) => flag !== undefined)

const loginOf = (user: Fields, human: Fields): string | undefined => {
  const logins = ['userName', 'username'].flatMap((name) => [user.text(name), human.text(name)])
  user.lose('derived', 'preferredLoginName', 'loginNames')
  return logins.find((login) => login !== undefined) ?? undefined
}

/** The answers of the API name a state; an export has active users alone. */
const statusOf = (user: Fields): string | undefined => {
  const state = user.text('state')?.replace('USER_STATE_', '')
  if (state === 'INACTIVE' || state === 'LOCKED') return 'Suspended'
  if (state === 'DELETED') return 'Archived'
  return state === undefined || state === 'ACTIVE' || state === 'INITIAL' ? undefined : state
}

const readLink = (link: Fields): NonNullable<NewUser['identities']> => {
  const connection = link.id('idpId') ?? link.id('configId')
  const subject = link.id('providedUserId') ?? link.id('userId') ?? link.id('externalUserId')
  const name = link.text('providedUserName') ?? link.text('userName') ?? link.text('displayName')
  const provider = link.text('idpType')?.replace('IDP_TYPE_', '').toLowerCase()
  link.lose('derived', 'idpName', 'userId')
  if (connection === undefined) link.refuse('idpId', 'string')
  if (subject === undefined) link.refuse('providedUserId', 'string')
  return connection === undefined || subject === undefined
    ? []
    : [
        linkedIdentity({
          connection,
          provider,
          subject,
          info: name === undefined ? undefined : { userName: name },
        }),
      ]
}

/** The values are base64 of any bytes; nearly always of a text. */
const readMetadata = (records: readonly Fields[], custom: CustomFieldsOfRow): void => {
  for (const record of records) {
    const [key, value] = [record.text('key'), record.text('value')]
    record.lose('derived', 'userId', 'details')
    if (key === undefined) record.refuse('key', 'string')
    if (key === undefined || value === undefined) continue
    const bytes = decodeBase64(value)
    const text = bytes && decodeUtf8(bytes)
    if (text === undefined) record.refuse('value', 'base64')
    else if (custom.data()?.[key] !== undefined) record.lose('name_taken', 'value')
    else custom.put(key, text)
  }
}

const readGrant = (grant: Fields): readonly string[] => {
  const project = grant.id('projectId') ?? grant.text('projectName')
  grant.lose('derived', 'userId', 'id', 'details', 'projectGrantId', 'state')
  const roles = grant.texts('roleKeys')
  return project === undefined ? roles : roles.map((role) => `${project}:${role}`)
}

const loseRest = (user: Fields, human: Fields): void => {
  user.lose('derived', 'type', 'resourceOwner')
  human.lose('derived', 'passwordlessRegistration', 'requestPasswordlessRegistration')
  if (human.flag('mfaInitSkipped') !== undefined) human.lose('derived', 'mfaInitSkipped')
}

/** ZITADEL: the answer of ExportData, or the users of its API. */
export const zitadel: ForeignSystem = {
  id: 'zitadel',
  name: 'ZITADEL',
  key: 'userId',
  docs: 'docs/moving/zitadel.md',
  users: {
    name: 'users',
    about: 'the answer of ExportData with passwords and one-time passwords',
    at: ['orgs.*.humanUsers', 'result', ''],
    signs: [
      {
        all: ['userId', 'user.userName'],
        some: [
          'user.profile',
          'user.email.isEmailVerified',
          'user.hashedPassword',
          'user.passwordChangeRequired',
        ],
      },
      { all: ['userId', 'human'], some: ['state', 'preferredLoginName', 'details', 'human.profile'] },
      { all: ['id', 'human'], some: ['state', 'preferredLoginName', 'details', 'userName'] },
    ],
  },
  sides: (['userLinks', 'userMetadata', 'userGrants'] as const).map((name) => ({
    name,
    about: `the list ${name} of the same answer`,
    at: [`orgs.*.${name}`, ''],
    signs: [
      {
        all: [
          'userId',
          ...{ userLinks: ['idpId'], userMetadata: ['key', 'value'], userGrants: ['roleKeys'] }[name],
        ],
      },
    ],
    keysOf: (record: unknown) => keysAt(record, ['userId']),
    beside: true as const,
  })),
  hashes: ['bcrypt', 'argon2id', 'scrypt', 'passlib-pbkdf2', 'md5', 'pbkdf2'],
  staysBehind: [
    'hashes and authenticators, if the export was made without them',
    'passkeys',
    'machine users',
  ],
  read,
}
