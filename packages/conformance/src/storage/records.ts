import { randomBytes } from 'node:crypto'
import {
  parseEmail,
  recoveryCodeHash,
  sealed,
  userId,
  userPoolId,
  type Checked,
  type Credential,
  type CustomValue,
  type DomainEvent,
  type Instant,
  type StoredRecoveryCode,
  type Notice,
  type StoredAuthenticator,
  type SecondFactor,
  type User,
  type UserEntry,
  type UserId,
} from '@keepsake/domain'
import {
  parseBirthdate,
  parseExternalId,
  parseUsername,
  placedKeys,
  userEntry,
  type IdentifierContext,
} from '@keepsake/domain/rules'

/** The time at which every record here was made: 2026-01-02T03:04:05.006Z. */
export const madeAt: Instant = Date.UTC(2026, 0, 2, 3, 4, 5, 6)

let made = 0
const ofThisProcess = randomBytes(6).toString('hex')

/** An id in the form of the port `NewId`. No other process makes the same id. */
export const newId = (): string => ofThisProcess + (made += 1).toString(16).padStart(12, '0')

const known = <T>(checked: Checked<T>): T => {
  if (checked.isErr()) throw new Error(`a sample is malformed: ${checked.error[0]?.code}`)
  return checked.value
}

/** A user with nothing but a username, which no other user has. */
export const aUser = (over: Partial<User> = {}): User => ({
  id: userId(newId()),
  version: 0,
  status: 'Activated',
  statusChangedAt: madeAt,
  createdAt: madeAt,
  updatedAt: madeAt,
  emailVerified: false,
  phoneVerified: false,
  username: known(parseUsername(`user-${newId()}`)),
  gender: 'U',
  profile: {},
  departmentIds: [],
  tenantIds: [],
  identities: [],
  customData: customData({}),
  signIns: { count: 0 },
  ...over,
})

/** A user with every field there is. */
export const aFullUser = (over: Partial<User> = {}): User => {
  const id = over.id ?? userId(newId())
  return aUser({
    id,
    version: 5,
    status: 'Suspended',
    statusChangedAt: madeAt + 2,
    updatedAt: madeAt + 1,
    email: known(parseEmail(`Zoë.${id}@Example.com`)),
    emailVerified: true,
    phone: { countryCode: '+86', national: '18812345678', e164: '+8618812345678' },
    phoneVerified: true,
    emails: [{ email: known(parseEmail(`Second.${id}@Example.com`)), verified: true }],
    phones: [
      { phone: { countryCode: '+44', national: '2079460000', e164: '+442079460000' }, verified: false },
    ],
    externalId: known(parseExternalId(`HR/${id} `)),
    gender: 'W',
    birthdate: known(parseBirthdate('2000-02-29', { earliest: '1850-01-01', latest: '2026-01-01' }))
      .birthdate,
    profile: {
      name: '张三',
      nickname: '',
      photo: 'https://example.com/z.png',
      address: 'Line one\nLine two',
    },
    departmentIds: ['dept-2', 'dept-1'],
    tenantIds: ['tenant-1'],
    identities: [
      {
        id: newId(),
        extIdpId: 'idp-1',
        provider: 'wechat',
        type: 'openid',
        userIdInIdp: id,
        originConnIds: ['conn-1', 'conn-2'],
        userInfoInIdp: { nested: { list: [1, 'two\u0000', null, { three: true }] }, rate: 0.1 },
      },
    ],
    customData: customData({
      level: 3,
      member: false,
      note: '',
      constructor: 'x',
      ['__proto__']: 'y',
      tags: ['two', 1, true],
      app: { nested: { list: [1, 'two', null, { ['__proto__']: 0.1 }] }, empty: {} },
    }),
    signIns: { count: 7, lastAt: madeAt + 3, lastIp: '2001:db8::1' },
    ...over,
  })
}

/** Custom data as the domain makes it: without a prototype. */
export const customData = (values: Readonly<Record<string, CustomValue>>): User['customData'] =>
  Object.assign(Object.create(null), values)

/** Samples have no phone number as a username, so that none of their texts can be read as one. */
const context: IdentifierContext = {
  phones: { parse: () => undefined, isCountryCode: () => false },
  phoneCountryCode: undefined,
  usernames: { ignoreCase: false },
}

/** The user with the unique keys and search terms that the domain gives it. */
export const entryOf = (user: User): UserEntry => userEntry(user, placedKeys(user, user.identities, context))

/** A new user's entry. */
export const anEntry = (over: Partial<User> = {}): UserEntry => entryOf(aUser(over))

/** A password of a user. The hash is well-formed and belongs to no password. */
export const aCredential = (user: UserId, over: Partial<Credential> = {}): Credential => ({
  userId: user,
  hash: {
    format: 'argon2id',
    cost: 'memory=19456,parallelism=1,passes=2',
    encoded: `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'B'.repeat(43)}`,
  },
  setAt: madeAt,
  mustChange: false,
  former: [],
  origin: { kind: 'here' },
  ...over,
})

/** An authenticator that is not proved yet. */
export const anAuthenticator = (over: Partial<StoredAuthenticator> = {}): StoredAuthenticator => ({
  id: newId(),
  secret: sealed('v1.key-1.nonce.ciphertext.tag'),
  fingerprint: `fingerprint-${newId()}`,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  enrolledAt: madeAt,
  lastStep: 0,
  ...over,
})

/** A recovery code that is still unused. */
export const aRecoveryCode = (over: Partial<StoredRecoveryCode> = {}): StoredRecoveryCode => ({
  id: newId(),
  hash: recoveryCodeHash('v1.key-1.salt.mac'),
  fingerprint: `fingerprint-${newId()}`,
  ...over,
})

/** What a user has: an authenticator and a recovery code. */
export const aSecondFactor = (user: UserId, over: Partial<SecondFactor> = {}): SecondFactor => ({
  userId: user,
  authenticators: [anAuthenticator()],
  recoveryCodes: [aRecoveryCode()],
  ...over,
})

/** A notice for a user, with a generated password. */
export const aNotice = (user: UserId, over: Partial<Notice> = {}): Notice => ({
  id: newId(),
  userId: user,
  kind: 'account-created',
  channel: 'email',
  to: 'zoe@example.com',
  createdAt: madeAt,
  url: 'https://login.example.com/',
  secret: sealed('v1.key-1.nonce.ciphertext.tag'),
  ...over,
})

/** An event about a user. */
export const anEvent = (
  user: UserId,
  over: Pick<Partial<DomainEvent>, 'id' | 'createdAt'> = {},
): DomainEvent => ({
  id: newId(),
  createdAt: madeAt,
  pool: userPoolId('pool-one'),
  userId: user,
  type: 'password.changed',
  by: 'administrator',
  ...over,
})
