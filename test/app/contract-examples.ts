/**
 * The requests of the two contracts' own examples, value for value. Where an example is masked with `x`, or makes one
 * up (`xxxx`), something of the same kind stands in its place.
 */

/** Fields that the examples' user pool must have declared, for `customData` may hold no others. */
export const customFields = { school: { type: 'string' }, age: { type: 'number' } } as const

/** The encrypted password of the example, which is sent with `passwordEncryptType` `none`: it is a password as it stands. */
export const password =
  'oqw5bhVmlDwF5qqeVA645bICyMVfFaV3sf3ZTrk5Npcm5dTOmBVo1anyZ5JLfHAz/P45r0QTPo8xS1YdKxIrshx4Ju+g04s9SQqW30ebdVdqcOntIJGAXU6arrkPvfcRFV3ZVTwBdgdRWHMkr5sTcnGNYdgL67P9/jHnzltkLbY='

/** `CreateUserBatchReqDto` */
export const createUsersBatch = {
  list: [
    {
      status: 'Activated',
      email: 'test@example.com',
      passwordEncryptType: 'none',
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
      departmentIds: ['624d930c3abc5c08dd49986e', '624d93102abc012f33cd2fe0'],
      customData: { school: '北京大学', age: 22 },
      password,
      resetPasswordOnFisrtLogin: false,
      tenantIds: [],
      identities: [
        {
          extIdpId: '6076bac0000000000d80d993',
          provider: 'wechat',
          type: 'openid',
          userIdInIdp: 'oj7Nq05R-RRaqak0_YlMLnnIwsvg',
          originConnIds: ['605492ac41abcde0362f0707'],
        },
      ],
    },
  ],
  options: {
    keepPassword: false,
    autoGeneratePassword: false,
    resetPasswordOnFirstLogin: false,
    departmentIdType: 'department_id',
    sendNotification: { sendEmailNotification: false, sendPhoneNotification: false, appId: 'appid1' },
  },
} as const

/** `ImportOtpReqDto` */
export const importOtp = (userId: string) =>
  ({
    list: [{ userId, otp: { secret: 'HZ2F6J3AGNAVSOTV', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' } }],
  }) as const

type FieldType = 'string' | 'number' | 'boolean' | 'array' | 'object'
type Field = readonly [name: string, type: FieldType, isRequired: boolean]

/** The contract's table of `UserDto`. */
export const userDtoTable: readonly Field[] = [
  ['userId', 'string', true],
  ['createdAt', 'string', true],
  ['updatedAt', 'string', true],
  ['status', 'string', true],
  ['email', 'string', false],
  ['phone', 'string', false],
  ['phoneCountryCode', 'string', false],
  ['username', 'string', false],
  ['name', 'string', false],
  ['nickname', 'string', false],
  ['photo', 'string', false],
  ['loginsCount', 'number', false],
  ['lastLogin', 'string', false],
  ['lastIp', 'string', false],
  ['gender', 'string', true],
  ['emailVerified', 'boolean', true],
  ['phoneVerified', 'boolean', true],
  ['passwordLastSetAt', 'string', false],
  ['birthdate', 'string', false],
  ['country', 'string', false],
  ['province', 'string', false],
  ['city', 'string', false],
  ['address', 'string', false],
  ['streetAddress', 'string', false],
  ['postalCode', 'string', false],
  ['externalId', 'string', false],
  ['resetPasswordOnNextLogin', 'boolean', false],
  ['departmentIds', 'array', false],
  ['identities', 'array', false],
  ['customData', 'object', false],
  ['statusChangedAt', 'string', false],
]

/** The contract's table of `IdentityDto`. */
export const identityDtoTable: readonly Field[] = [
  ['identityId', 'string', true],
  ['extIdpId', 'string', true],
  ['provider', 'string', true],
  ['type', 'string', true],
  ['userIdInIdp', 'string', true],
  ['originConnIds', 'array', true],
]

/** What of a record contradicts a table: a field of another type, or one that is required and absent. */
export const contradictions = (record: object, table: readonly Field[]): readonly string[] =>
  table.flatMap(([name, type, isRequired]) => {
    const value: unknown = (record as Readonly<Record<string, unknown>>)[name]
    if (value === undefined) return isRequired ? [`${name} is absent`] : []
    const actual = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
    return actual === type ? [] : [`${name} is ${actual}, not ${type}`]
  })

const id = /^[0-9a-f]{24}$/u

/** The `UserDto` that the example's user must be answered as, in full; `at` is when it was created. */
export const exampleUserDto = (
  at: string,
  matching: (pattern: RegExp) => unknown,
): Record<string, unknown> => {
  const {
    password: _password,
    passwordEncryptType: _type,
    resetPasswordOnFisrtLogin: _reset,
    ...echoed
  } = createUsersBatch.list[0]
  return {
    ...echoed,
    userId: matching(id),
    createdAt: at,
    updatedAt: at,
    statusChangedAt: at,
    passwordLastSetAt: at,
    loginsCount: 0,
    resetPasswordOnNextLogin: false,
    // `userInfoInIdp` and what follows are not in the contract's table; today's SDKs know them.
    identities: echoed.identities.map((identity) => ({
      identityId: matching(id),
      ...identity,
      userInfoInIdp: {},
    })),
    mainDepartmentId: echoed.departmentIds[0],
    workStatus: 'Active',
    userSourceType: 'adminCreated',
  }
}
