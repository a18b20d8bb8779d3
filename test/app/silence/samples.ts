import type { Json } from './fields.ts'

/** The fields of text that every profile has, each with its value. */
const profile = {
  name: 'Name',
  nickname: 'Nick',
  photo: 'https://example.com/a.png',
  country: 'CN',
  province: 'Zhejiang',
  city: 'Hangzhou',
  address: 'Street 1',
  streetAddress: 'Street 2',
  postalCode: '310000',
  company: 'Company',
  browser: 'Firefox',
  device: 'Phone',
  givenName: 'Given',
  familyName: 'Family',
  middleName: 'Middle',
  profile: 'https://example.com/me',
  preferredUsername: 'preferred',
  website: 'https://example.com',
  zoneinfo: 'Asia/Shanghai',
  locale: 'zh-CN',
  formatted: 'Street 1, Hangzhou',
  region: 'East',
  identityNumber: '330100199001310000',
}

/** The custom fields of the pools under test. */
export const customFields = {
  note: { type: 'string' },
  age: { type: 'number' },
  isOld: { type: 'boolean' },
  since: { type: 'datetime' },
  level: { type: 'enum', options: ['gold', 'silver'] },
} as const

export const sampleIdentity = (name: string): Json => ({
  extIdpId: 'idp',
  provider: 'wechat',
  type: 'openid',
  userIdInIdp: name,
  originConnIds: ['c'],
  userInfoInIdp: { nick: 'N', age: 3, tags: ['a', null] },
})

/** What a user's row and an update have in common, with every field of it. */
export const sampleChanges = (serial: number): Json => ({
  username: `silent-${serial}`,
  email: `silent-${serial}@example.com`,
  emailVerified: true,
  phone: `+86188${String(10_000_000 + serial)}`,
  phoneCountryCode: '+86',
  phoneVerified: true,
  externalId: `silent-${serial}`,
  status: 'Suspended',
  gender: 'M',
  birthdate: '1990-01-31',
  ...profile,
  customData: { note: 'a', age: 3, isOld: true, since: '2020-01-31T12:00:00Z', level: 'gold' },
})

export const sampleUser = (serial: number): Json => ({
  ...sampleChanges(serial),
  departmentIds: ['d1', 'd2'],
  tenantIds: ['t1'],
  identities: [sampleIdentity(`silent-${serial}`)],
})

/** Two authenticators, which together have every field that one may have. */
export const sampleAuthenticators: readonly Json[] = [
  {
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    secretEncoding: 'base32',
    algorithm: 'SHA256',
    digits: 8,
    period: 60,
    name: 'Phone',
    recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54',
    recoveryCodes: ['aaaa-1111', { code: 'bbbb-2222', usedAt: '2020-01-31T12:00:00Z' }],
  },
  {
    secret: 'otpauth://totp/Shop:bob?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Shop',
    recoveryCodes: [
      {
        // htpasswd -nbBC 4 u 'correct horse battery'
        hash: {
          scheme: 'bcrypt',
          encoded: '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam',
        },
      },
    ],
  },
]
