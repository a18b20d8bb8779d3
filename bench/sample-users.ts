import { createHash } from 'node:crypto'
import type { CreateUsers } from '@keepsake/app'
import type { CustomFields, NewUser } from '@keepsake/domain'

/** As many rows as one batch may have. */
export const batchSize = 1000

/** The fields that the pool of the sample users declares. */
export const customFields: CustomFields = {
  level: { type: 'number' },
  member: { type: 'boolean' },
  joined: { type: 'datetime' },
  plan: { type: 'enum', options: ['free', 'pro'] },
}

/** A batch of full-size users with the hashes that another system made. Those with an email are sent a notice. */
export const prehashedBatch = (batch: number): CreateUsers => ({
  list: Array.from({ length: batchSize }, (_, row) => fullUser(batch * batchSize + row)),
  options: { keepPassword: true, sendNotification: { sendEmailNotification: true } },
})

/** About 35 fields and one linked identity; three users of four with an email, three of ten with an authenticator. */
export const fullUser = (index: number): NewUser => {
  const digest = createHash('sha512').update(`user ${index}`).digest()
  const hex = digest.toString('hex')
  return {
    status: 'Activated',
    ...(index % 4 === 0
      ? {}
      : { email: `lin.mei.${index}@mail${index % 50}.example.com`, emailVerified: true }),
    phone: `138${String(index).padStart(8, '0')}`,
    phoneCountryCode: '+86',
    phoneVerified: true,
    username: `lin.mei.${index}`,
    externalId: `hr-${hex.slice(0, 16)}`,
    gender: index % 2 === 0 ? 'W' : 'M',
    birthdate: `19${50 + (index % 50)}-0${1 + (index % 9)}-${10 + (index % 18)}`,
    name: `林梅 ${index}`,
    nickname: `Mei ${index % 1000}`,
    photo: `https://cdn.example.com/photos/${hex.slice(0, 32)}.jpg`,
    country: 'CN',
    province: '浙江省',
    city: '杭州市',
    address: `文三路 ${index % 999} 号`,
    streetAddress: `Wensan Road ${index % 999}`,
    postalCode: '310012',
    company: `Example Trading ${index % 300}`,
    browser: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    device: 'desktop',
    givenName: 'Mei',
    familyName: 'Lin',
    middleName: '',
    profile: `https://people.example.com/${index}`,
    preferredUsername: `mei${index}`,
    website: `https://www.example.com/~mei${index}`,
    zoneinfo: 'Asia/Shanghai',
    locale: 'zh-CN',
    formatted: `浙江省杭州市文三路 ${index % 999} 号`,
    region: 'Zhejiang',
    departmentIds: [`dept-${index % 40}`],
    tenantIds: [`tenant-${index % 5}`],
    identities: [
      {
        extIdpId: 'wechat-work',
        provider: 'wechat',
        type: 'openid',
        userIdInIdp: `o${hex.slice(16, 43)}`,
        originConnIds: ['connection-1'],
        userInfoInIdp: { nickname: `Mei ${index % 1000}`, language: 'zh_CN' },
      },
    ],
    customData: { level: index % 9, member: index % 3 === 0, joined: '2024-05-06', plan: 'pro' },
    password: `$argon2id$v=19$m=19456,t=2,p=1$${base64(digest.subarray(0, 16))}$${base64(digest.subarray(16, 48))}`,
    resetPasswordOnFirstLogin: false,
    ...(index % 10 < 3 ? { otp: sampleAuthenticator(index) } : {}),
  }
}

/** An authenticator of 160 bits with a recovery code of the contract's form. */
export const sampleAuthenticator = (
  index: number,
): { readonly secret: string; readonly recoveryCode: string } => {
  const digest = createHash('sha512').update(`otp ${index}`).digest()
  const letters = [...digest.subarray(0, 32)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32])
  return {
    secret: letters.join(''),
    recoveryCode: (digest.toString('hex', 32, 44).match(/.{4}/gu) ?? []).join('-'),
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/u, '')
