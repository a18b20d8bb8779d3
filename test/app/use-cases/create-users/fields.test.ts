import type { NewUser } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { issuesOf, openSubject, startedAt, storages, valueOf } from '../../../builders/keepsake.ts'

const everything: NewUser = {
  status: 'Suspended',
  email: ' Zoë@Example.com ',
  emailVerified: true,
  phone: '188 1234 5678',
  phoneCountryCode: '+86',
  phoneVerified: true,
  username: 'bob',
  externalId: '10010',
  name: '张三',
  nickname: '小张',
  photo: 'https://files.example.com/avatar.png',
  gender: 'M',
  birthdate: '2022-06-03',
  country: 'CN',
  province: 'BJ',
  city: 'BJ',
  address: '北京朝阳',
  streetAddress: '北京朝阳区 xxx 街道',
  postalCode: '438100',
  company: 'Keepsake',
  browser: 'Firefox',
  device: 'phone',
  givenName: '三',
  familyName: '张',
  middleName: 'M',
  profile: 'https://example.com/p',
  preferredUsername: 'zs',
  website: 'https://example.com',
  zoneinfo: 'Asia/Shanghai',
  locale: 'zh-CN',
  formatted: '北京',
  region: 'North',
  identityNumber: '110101',
  departmentIds: ['dept-1', 'dept-2', 'dept-1'],
  tenantIds: ['tenant-1'],
  customData: { school: '北京大学', age: 22, member: true, since: '2020-01-01', level: 'gold', gone: null },
  identities: [
    {
      extIdpId: 'idp-1',
      provider: 'wechat',
      type: 'openid',
      userIdInIdp: 'oj7Nq05R',
      originConnIds: ['conn-1', 'conn-2'],
      userInfoInIdp: { nickname: '三', deep: { list: [1, null] } },
    },
  ],
  password: 'correct horse',
  resetPasswordOnFirstLogin: true,
  otp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' },
}

const customFields = {
  school: { type: 'string' },
  age: { type: 'number' },
  member: { type: 'boolean' },
  since: { type: 'datetime' },
  level: { type: 'enum', options: ['gold', 'silver'] },
  gone: { type: 'string' },
} as const

describe.each(storages)('on $name, a created user', ({ open }) => {
  test('has every field of the contract, in the answer and whenever it is found again', async () => {
    const { keepsake } = await openSubject(open, { settings: { customFields } })
    const { created, refused, warnings } = await valueOf(keepsake.users.create({ list: [everything] }))
    expect({ refused, warnings, rows: created.map(({ row }) => row) }).toEqual({
      refused: [],
      warnings: [],
      rows: [0],
    })
    const { user, password } = created[0]!.account
    expect(user).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{24}$/u) as string,
      status: 'Suspended',
      createdAt: startedAt,
      updatedAt: startedAt,
      statusChangedAt: startedAt,
      email: { address: 'Zoë@Example.com', canonical: 'zoë@example.com' },
      emailVerified: true,
      phone: { countryCode: '+86', national: '18812345678', e164: '+8618812345678' },
      phoneVerified: true,
      username: { text: 'bob', canonical: 'bob' },
      externalId: '10010',
      gender: 'M',
      birthdate: '2022-06-03',
      departmentIds: ['dept-1', 'dept-2'],
      tenantIds: ['tenant-1'],
      signIns: { count: 0 },
    })
    expect(user.profile).toEqual({
      name: '张三',
      nickname: '小张',
      photo: 'https://files.example.com/avatar.png',
      country: 'CN',
      province: 'BJ',
      city: 'BJ',
      address: '北京朝阳',
      streetAddress: '北京朝阳区 xxx 街道',
      postalCode: '438100',
      company: 'Keepsake',
      browser: 'Firefox',
      device: 'phone',
      givenName: '三',
      familyName: '张',
      middleName: 'M',
      profile: 'https://example.com/p',
      preferredUsername: 'zs',
      website: 'https://example.com',
      zoneinfo: 'Asia/Shanghai',
      locale: 'zh-CN',
      formatted: '北京',
      region: 'North',
      identityNumber: '110101',
    })
    expect({ ...user.customData }).toEqual({
      school: '北京大学',
      age: 22,
      member: true,
      since: '2020-01-01',
      level: 'gold',
    })
    expect(user.identities).toEqual([{ ...everything.identities![0]!, id: expect.any(String) as string }])
    expect(password).toEqual({ setAt: startedAt, mustChange: true })

    expect(await valueOf(keepsake.users.get({ userId: user.id }))).toEqual(created[0]!.account)
    expect(await valueOf(keepsake.users.find({ username: 'bob' }))).toEqual(created[0]!.account)
    const secret = await valueOf(keepsake.authenticators.reveal({ userId: user.id }))
    expect(secret?.base32.reveal()).toBe('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
  })

  test('has the defaults of the contract where a field is absent, and no password', async () => {
    const { keepsake } = await openSubject(open)
    const { created } = await valueOf(keepsake.users.create({ list: [{ username: 'bob' }] }))
    expect(created[0]!.account).toEqual({
      user: {
        id: created[0]!.account.user.id,
        version: 0,
        status: 'Activated',
        createdAt: startedAt,
        updatedAt: startedAt,
        statusChangedAt: startedAt,
        emailVerified: false,
        phoneVerified: false,
        username: { text: 'bob', canonical: 'bob' },
        gender: 'U',
        profile: {},
        departmentIds: [],
        tenantIds: [],
        identities: [],
        customData: {},
        signIns: { count: 0 },
      },
    })
    expect(
      await valueOf(keepsake.authenticators.reveal({ userId: created[0]!.account.user.id })),
    ).toBeUndefined()
  })

  test('is not verified by a flag for an address that it does not have', async () => {
    const { keepsake } = await openSubject(open)
    const row = { username: 'bob', emailVerified: true, phoneVerified: true }
    const { created } = await valueOf(keepsake.users.create({ list: [row] }))
    expect(created[0]!.account.user).toMatchObject({ emailVerified: false, phoneVerified: false })
  })

  test.each(['Activated', 'Suspended', 'Deactivated', 'Resigned', 'Archived'])(
    'may be %s',
    async (status) => {
      const { keepsake } = await openSubject(open)
      const { created } = await valueOf(keepsake.users.create({ list: [{ username: 'bob', status }] }))
      expect(created[0]!.account.user.status).toBe(status)
    },
  )

  test.each([
    ['M', 'M'],
    ['W', 'W'],
    ['F', 'W'],
    ['U', 'U'],
  ])('of gender %s is answered as %s', async (gender, answered) => {
    const { keepsake } = await openSubject(open)
    const { created } = await valueOf(keepsake.users.create({ list: [{ username: 'bob', gender }] }))
    expect(created[0]!.account.user.gender).toBe(answered)
  })

  test('is read with the country code of its pool where the number has none', async () => {
    const { keepsake } = await openSubject(open, { settings: { phoneCountryCode: '+44' } })
    const { created } = await valueOf(keepsake.users.create({ list: [{ phone: '07400 123456' }] }))
    expect(created[0]!.account.user.phone?.e164).toBe('+447400123456')
  })

  test('stands in the answer in the order of the list', async () => {
    const { keepsake } = await openSubject(open)
    const list = Array.from({ length: 50 }, (_, index) => ({ username: `user-${index}` }))
    const { created } = await valueOf(keepsake.users.create({ list }))
    expect(created.map(({ row, account }) => `${row} ${account.user.username?.text}`)).toEqual(
      list.map(({ username }, index) => `${index} ${username}`),
    )
  })
})

describe.each(storages)('on $name, departments and tenants', ({ open }) => {
  const organization = {
    departments: [
      { departmentId: 'd1', openDepartmentId: 'sales' },
      { departmentId: 'd2', openDepartmentId: 'd1' },
    ],
    tenants: ['t1', 't2'],
  }

  test.each([
    ['ours, by default', undefined, ['d1'], ['d1']],
    ['ours', 'department_id', ['d2', 'd1'], ['d2', 'd1']],
    ['the organization’s', 'open_department_id', ['sales', 'd1'], ['d1', 'd2']],
  ])('are found by the id that is %s', async (_, departmentIdType, departmentIds, kept) => {
    const { keepsake } = await openSubject(open, { organization })
    const { created } = await valueOf(
      keepsake.users.create({
        list: [{ username: 'bob', departmentIds, tenantIds: ['t2'] }],
        options: departmentIdType === undefined ? {} : { departmentIdType },
      }),
    )
    expect(created[0]!.account.user).toMatchObject({ departmentIds: kept, tenantIds: ['t2'] })
  })

  test('that are unknown are each named, also beside other faults', async () => {
    const { keepsake } = await openSubject(open, { organization })
    const list = [
      { username: 'bob', departmentIds: ['d1', 'sales', '__proto__'] },
      { username: 'eve', email: 'no', tenantIds: ['t1', 't3'] },
    ]
    expect(await issuesOf(keepsake.users.create({ list }))).toEqual([
      'list.0.departmentIds.1 user.department_unknown',
      'list.0.departmentIds.2 user.department_unknown',
      'list.1.email user.email_malformed',
      'list.1.tenantIds.1 user.tenant_unknown',
    ])
  })

  test('are not called unknown where nobody can tell by which id they were given', async () => {
    const { keepsake } = await openSubject(open, { organization })
    const list = [{ username: 'bob', departmentIds: ['sales'] }]
    expect(await issuesOf(keepsake.users.create({ list, options: { departmentIdType: 'id' } }))).toEqual([
      'options.departmentIdType user.department_id_type_unknown',
    ])
    const options = {
      departmentIdType: 'open_department_id',
      keepPassword: true,
      autoGeneratePassword: true,
    }
    expect(await issuesOf(keepsake.users.create({ list, options }))).toEqual([
      'options.autoGeneratePassword password.keep_and_generate',
    ])
  })
})

describe.each(storages)('on $name, custom data', ({ open }) => {
  test.each([
    ['a key that the pool has not declared', '{"x":1}', 'list.0.customData.x user.custom_field_undeclared'],
    [
      'a key that means something to JavaScript',
      '{"__proto__":{"admin":true}}',
      'list.0.customData.__proto__ user.custom_field_undeclared',
    ],
    ['constructor', '{"constructor":"x"}', 'list.0.customData.constructor user.custom_field_undeclared'],
    ['text for a number', '{"age":"22"}', 'list.0.customData.age user.custom_value_of_wrong_type'],
    ['a number for text', '{"school":1}', 'list.0.customData.school user.custom_value_of_wrong_type'],
    ['a list for text', '{"school":["x"]}', 'list.0.customData.school user.custom_value_of_wrong_type'],
    ['text for a flag', '{"member":"true"}', 'list.0.customData.member user.custom_value_of_wrong_type'],
    [
      'a day that is none',
      '{"since":"2021-02-30"}',
      'list.0.customData.since user.custom_value_of_wrong_type',
    ],
    ['another option', '{"level":"lead"}', 'list.0.customData.level user.custom_value_of_wrong_type'],
  ])('with %s is refused', async (_, customData, named) => {
    const { keepsake } = await openSubject(open, { settings: { customFields } })
    const list = [{ username: 'bob', customData: JSON.parse(customData) as Record<string, unknown> }]
    expect(await issuesOf(keepsake.users.create({ list }))).toEqual([named])
    expect(Object.prototype).not.toHaveProperty('admin')
  })
})

describe.each(storages)('on $name, two pools of one storage', ({ open }) => {
  test('may have the same user, and neither sees the other’s', async () => {
    const one = await openSubject(open)
    const two = await openSubject(open, { on: one.opened, settings: { pool: 'pool-two' } })
    const list = [{ username: 'bob', password: 'one password' }]
    const first = await valueOf(one.keepsake.users.create({ list }))
    const second = await valueOf(
      two.keepsake.users.create({ list: [{ username: 'bob', password: 'two passwords' }] }),
    )
    expect(
      await valueOf(two.keepsake.users.get({ userId: first.created[0]!.account.user.id })),
    ).toBeUndefined()
    expect(await valueOf(two.keepsake.users.find({ username: 'bob' }))).toEqual(second.created[0]!.account)
    expect(await valueOf(two.keepsake.signIn({ login: 'bob', password: 'one password' }))).toEqual({
      verdict: 'wrong_credentials',
    })
  })
})

describe.each(storages)('on $name, birthdates that are moments', ({ open }) => {
  const list = [
    { username: 'bob', birthdate: '1989-12-31T16:00:00.000Z' },
    { username: 'eve', birthdate: '1989-12-31T18:30:00.000Z' },
  ]

  test('are refused by a batch that does not say where they were meant', async () => {
    const { keepsake } = await openSubject(open)
    expect(await issuesOf(keepsake.users.create({ list }))).toEqual([
      'list.0.birthdate user.birthdate_has_time',
      'list.1.birthdate user.birthdate_has_time',
    ])
    expect(await issuesOf(keepsake.users.create({ list, options: { dateZone: 'Asia/Nowhere' } }))).toContain(
      'options.dateZone user.date_zone_unknown',
    )
  })

  test('are days of the time zone that the batch names, with a warning where a time is lost', async () => {
    const { keepsake } = await openSubject(open)
    const options = { dateZone: 'Asia/Shanghai' }
    const { created, warnings } = await valueOf(keepsake.users.create({ list, options }))
    expect(created.map(({ account }) => account.user.birthdate)).toEqual(['1990-01-01', '1990-01-01'])
    expect(warnings).toEqual([{ code: 'user.birthdate_time_dropped', path: ['list', 1, 'birthdate'] }])
  })

  test('change no user', async () => {
    const { keepsake } = await openSubject(open)
    const { created } = await valueOf(keepsake.users.create({ list: [{ username: 'bob' }] }))
    const userId = created[0]!.account.user.id
    for (const [birthdate, code] of [
      ['1989-12-31T16:00:00.000Z', 'has_time'],
      ['1066-10-14', 'implausible'],
    ])
      expect(await issuesOf(keepsake.users.update({ userId, changes: { birthdate } }))).toEqual([
        `changes.birthdate user.birthdate_${code}`,
      ])
  })
})

describe.each(storages)('on $name, texts that are empty', ({ open }) => {
  const row = {
    username: 'bob',
    email: '',
    phone: '',
    phoneCountryCode: '',
    birthdate: '',
    gender: '',
    nickname: '',
    password: '',
    customData: { school: '' },
  }

  test('are what they are, and mostly refused', async () => {
    const { keepsake } = await openSubject(open)
    expect(await issuesOf(keepsake.users.create({ list: [row] }))).toContain(
      'list.0.email user.email_malformed',
    )
  })

  test('are absent where the batch says so', async () => {
    const { keepsake } = await openSubject(open)
    const { created } = await valueOf(
      keepsake.users.create({ list: [row], options: { emptyIsAbsent: true } }),
    )
    expect(created[0]?.account).not.toHaveProperty('password')
    expect(created[0]?.account.user).toMatchObject({ gender: 'U', profile: {}, customData: {} })
    for (const field of ['email', 'phone', 'birthdate'])
      expect(created[0]?.account.user).not.toHaveProperty(field)
    const nobody = { username: '', email: '' }
    expect(
      await issuesOf(keepsake.users.create({ list: [nobody], options: { emptyIsAbsent: true } })),
    ).toEqual(['list.0 user.identifier_missing'])
  })

  test('are absent there in lists of ids and in an authenticator too, but not as its secret beside a code', async () => {
    const { keepsake } = await openSubject(open)
    const options = { emptyIsAbsent: true }
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    const list = [
      { username: 'a', departmentIds: [''], tenantIds: ['', ''], otp: { secret: '', recoveryCode: '' } },
      { username: 'b', otp: { secret, recoveryCode: '', name: '' } },
    ]
    const { created } = await valueOf(keepsake.users.create({ list, options }))
    expect(created[0]?.account.user).toMatchObject({ departmentIds: [], tenantIds: [] })
    const known = await Promise.all(
      created.map(({ account }) => valueOf(keepsake.authenticators.list({ userId: account.user.id }))),
    )
    expect(known.map(({ authenticators }) => authenticators.length)).toEqual([0, 1])
    const alone = { username: 'c', otp: { secret: '', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' } }
    expect(await issuesOf(keepsake.users.create({ list: [alone], options }))).toEqual([
      'list.0.otp.secret otp.secret_too_short',
    ])
  })

  test('name no department and no tenant, whatever ids the organization knows', async () => {
    const { keepsake } = await openSubject(open)
    const list = [{ username: 'a', departmentIds: ['', ' '], tenantIds: ['\u00a0'] }]
    expect(await issuesOf(keepsake.users.create({ list }))).toEqual([
      'list.0.departmentIds.0 user.department_unknown',
      'list.0.departmentIds.1 user.department_unknown',
      'list.0.tenantIds.0 user.tenant_unknown',
    ])
  })
})
