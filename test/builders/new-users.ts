import type { NewLinkedIdentity, NewUser } from '@keepsake/domain'

/** The linked identity of the contract's example. */
export const newIdentity: NewLinkedIdentity = {
  extIdpId: '6076bacxxxxxxxxd80d993b5',
  provider: 'wechat',
  type: 'openid',
  userIdInIdp: 'oj7Nq05R-RRaqak0_YlMLnnIwsvg',
  originConnIds: ['605492ac41xxxxe0362f0707'],
}

/** The row of the contract's example; a whole number stands for its masked one, which is none. */
export const contractUser: NewUser = {
  status: 'Activated',
  email: 'test@example.com',
  phone: '18812348888',
  phoneCountryCode: '+86',
  username: 'bob',
  name: '张三',
  nickname: '张三',
  photo: 'https://files.authing.co/authing-console/default-user-avatar.png',
  gender: 'M',
  emailVerified: true,
  phoneVerified: true,
  birthdate: '2022-06-03',
  country: 'CN',
  province: 'BJ',
  city: 'BJ',
  address: '北京朝阳',
  streetAddress: '北京朝阳区 xxx 街道',
  postalCode: '438100',
  externalId: '10010',
  departmentIds: ['624d930c3xxxx5c08dd4986e', '624d93102xxxx012f33cd2fe'],
  customData: { school: '北京大学', age: 22 },
  password: 'correct horse battery staple',
  passwordEncryptType: 'none',
  resetPasswordOnFirstLogin: false,
  tenantIds: [],
  identities: [newIdentity],
}
