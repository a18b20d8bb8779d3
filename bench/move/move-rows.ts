import { createHash } from 'node:crypto'
import type { NewUser } from '@keepsake/domain'
import { fullUser, sampleAuthenticator } from '../sample-users.ts'

/** One kind of row that exports have: it makes the row of a number. `version` counts how often its user has changed. */
type Kind = (index: number, version: number) => NewUser

/** Every kind of row, by turns. Each row has an external id, which is its key in the source. */
const kinds: Readonly<Record<string, Kind>> = {
  'every field, an argon2id hash, and perhaps an authenticator': (index) => fullUser(index),
  'an email alone, with a bcrypt hash': (index, version) => ({
    email: `anna.${index}@mail${index % 50}.example.com`,
    emailVerified: true,
    password: bcrypt(digestOf(index, version)),
  }),
  'a phone alone, with a salted SHA-256': (index, version) => ({
    phone: `139${String(index).padStart(8, '0')}`,
    phoneCountryCode: '+86',
    phoneVerified: true,
    password: digestOf(index, version).toString('hex', 0, 32),
    passwordFormat: 'sha256-salt-prefix',
    passwordSalt: `salt-${index}`,
  }),
  'a username with a hash of Django, which must be changed': (index, version) => ({
    username: `django.${index}`,
    password: `pbkdf2_sha256$600000$salt${index}$${digestOf(index, version).toString('base64', 0, 32)}`,
    resetPasswordOnFirstLogin: true,
  }),
  'linked identities, and no password': (index) => ({
    email: `linked.${index}@example.org`,
    identities: ['google', 'wechat'].map((provider) => ({
      extIdpId: provider,
      provider,
      type: 'openid',
      userIdInIdp: `${provider}-${index}`,
      originConnIds: ['connection-1'],
    })),
  }),
  'a suspended account with names in several scripts': (index, version) => ({
    status: 'Suspended',
    username: `zoe.${index}`,
    name: ['Зоя Иванова', '山田 花子', 'Zoë O’Neil 👩‍💻', 'ليلى'][index % 4] ?? '',
    nickname: `version ${version}`,
    birthdate: '2000-02-29',
    gender: 'U',
    password: bcrypt(digestOf(index, version)),
  }),
  'two-factor sign-in with ten recovery codes': (index, version) => ({
    email: `otp.${index}@example.net`,
    username: `otp.${index}`,
    password: bcrypt(digestOf(index, version)),
    otp: {
      secret: sampleAuthenticator(index).secret,
      name: 'phone',
      recoveryCodes: Array.from({ length: 10 }, (_, code) => `${index.toString(36)}-${code}abc-defg`),
    },
  }),
  'much custom data, departments and tenants': (index, version) => ({
    email: `custom.${index}@example.com`,
    customData: { level: (index + version) % 9, member: index % 3 === 0, joined: '2024-05-06', plan: 'free' },
    departmentIds: [`dept-${index % 40}`, `dept-${(index + 7) % 40}`],
    tenantIds: [`tenant-${index % 5}`, `tenant-${5 + (index % 3)}`],
    password: bcrypt(digestOf(index, version)),
  }),
}

const makers = Object.values(kinds)

/** The key of a row in its source. */
export const keyOf = (index: number): string => `legacy|${createHash('md5').update(`${index}`).digest('hex')}`

/**
 * A row of an export. The version counts the changes of its user: a later one has another password, or another name if
 * the row has no password that could change.
 */
export const moveRow = (index: number, version = 0): NewUser => {
  const row = makers[index % makers.length]?.(index, version) ?? {}
  return { ...row, externalId: keyOf(index), ...(version > 0 && { company: `Company ${version}` }) }
}

/** What a later export has of another than the first: every so many rows one has changed, is missing, or is new. */
export type Delta = { readonly changedOneIn: number; readonly missingOneIn: number; readonly added: number }

/** A delta of 3 %, as a second export before the switch-over has it. */
export const usualDelta: Delta = { changedOneIn: 33, missingOneIn: 2500, added: 100 }

/** The rows of an export of this many users, as lines of NDJSON; with a delta, of the export after it. */
export const exportLines = function* (users: number, delta?: Delta): Generator<string> {
  const { changedOneIn = Infinity, missingOneIn = Infinity, added = 0 } = delta ?? {}
  for (let index = 0; index < users + added; index += 1)
    if (index % missingOneIn !== missingOneIn - 1 || index >= users)
      yield `${JSON.stringify(moveRow(index, index % changedOneIn === changedOneIn - 1 ? 1 : 0))}\n`
}

/** How many rows of the export of this many users a delta adds, changes and leaves out. */
export const countsOf = (
  users: number,
  { changedOneIn, missingOneIn, added }: Delta,
): { readonly added: number; readonly changed: number; readonly missing: number } => {
  const isMissing = (index: number): boolean => index % missingOneIn === missingOneIn - 1
  const indexes = Array.from({ length: users }, (_, index) => index)
  return {
    added,
    changed: indexes.filter((index) => index % changedOneIn === changedOneIn - 1 && !isMissing(index)).length,
    missing: indexes.filter(isMissing).length,
  }
}

const digestOf = (index: number, version: number): Buffer =>
  createHash('sha512').update(`password ${index} ${version}`).digest()

/** The alphabet of bcrypt's own base64 (`crypt_blowfish`), in the order of the usual one. */
const usual = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const ofBcrypt = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A hash of the form that bcrypt writes, which belongs to no known password. */
const bcrypt = (digest: Buffer): string =>
  `$2b$10$${encoded(digest.subarray(0, 16))}${encoded(digest.subarray(16, 39))}`

const encoded = (bytes: Buffer): string =>
  [...bytes.toString('base64').replaceAll('=', '')].map((letter) => ofBcrypt[usual.indexOf(letter)]).join('')
