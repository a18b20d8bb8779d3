import { constants, publicEncrypt } from 'node:crypto'
import { ManagementClient } from 'authing-node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  accessKeyId,
  accessKeySecret,
  send,
  serveKeepsake,
  type EnvelopeBody,
  type Served,
} from './served.ts'

let served: Served
let client: ManagementClient

beforeAll(async () => {
  served = await serveKeepsake({
    settings: { passwords: { chosenByAdministrators: true } },
  })
  client = new ManagementClient({ accessKeyId, accessKeySecret, host: served.origin })
})
afterAll(() => served.stop())

type Dto = { readonly userId: string } & Readonly<Record<string, unknown>>
type Page = { readonly totalCount: number; readonly list: readonly Dto[] }

const dataOf = (answer: unknown): unknown => {
  const { statusCode, message, data } = answer as EnvelopeBody
  expect({ statusCode, message }).toStrictEqual({ statusCode: 200, message: '操作成功' })
  return data
}
const userOf = (answer: unknown): Dto => dataOf(answer) as Dto
const usersOf = (answer: unknown): readonly Dto[] => dataOf(answer) as readonly Dto[]
const pageOf = (answer: unknown): Page => dataOf(answer) as Page

/** `code path` of every issue. */
const issuesOf = (answer: unknown): readonly string[] =>
  ((answer as EnvelopeBody).errors ?? []).map(({ code, path }) => `${code} ${path}`)

const create = async (user: object): Promise<Dto> => userOf(await client.createUser(user))
const signIn = async (login: string, password: string): Promise<string> =>
  (await served.keepsake.signIn({ login, password }))._unsafeUnwrap().verdict
const password = 'correct horse battery staple'
const success = { success: true }

describe('the published Node SDK, unmodified, lists users', () => {
  let users: readonly Dto[]

  beforeAll(async () => {
    const list = [
      { username: 'list-zoë', name: '张三 & b=c', departmentIds: ['d-list'] },
      { username: 'list-bob', email: 'List.Bob@example.com', status: 'Suspended', identities: [] },
      { username: 'list-eve', phone: '18812340001', customData: { school: '北京大学' } },
    ]
    users = usersOf(await client.createUsersBatch({ list: list as never }))
  })

  const listed = async (request: object): Promise<Page> => pageOf(await client.listUsers(request))

  it('by pages, with as many in all as there are', async () => {
    const all = await listed({ keywords: 'LIST-', options: { sort: [{ field: 'createdAt', order: 'asc' }] } })
    expect(all.totalCount).toBe(3)
    expect(all.list.map(({ userId }) => userId)).toEqual(users.map(({ userId }) => userId))
    const second = await listed({ keywords: 'list', options: { pagination: { page: 2, limit: 2 } } })
    expect(second).toMatchObject({ totalCount: 3, list: [{ userId: users[0]?.userId }] })
    expect('customData' in (all.list[2] as object)).toBe(false)
    const whole = await listed({
      keywords: '188 1234 0001',
      options: { withCustomData: true, withIdentities: true, withDepartmentIds: true },
    })
    expect(whole.list).toStrictEqual([users[2]])
  })

  it('by what they are called', async () => {
    for (const [keywords, at] of [
      ['list-zoe', 0],
      ['张三', 0],
      ['list.bob@', 1],
      ['+86188 1234', 2],
    ] as const) {
      const options = { fuzzySearchOn: ['phone', 'email', 'name', 'username'] }
      expect((await listed({ keywords, options })).list.map(({ userId }) => userId)).toEqual([
        users[at]?.userId,
      ])
    }
  })

  it('by filters', async () => {
    const now = Date.now()
    for (const [filters, expected] of [
      [[{ field: 'status', operator: 'EQUAL', value: 'Suspended' }], [1]],
      [[{ field: 'status', operator: 'IN', value: ['Activated'] }], [2, 0]],
      [[{ field: 'department', operator: 'IN', value: [{ departmentId: 'd-list' }] }], [0]],
      [[{ field: 'createdAt', operator: 'GREATER', value: now + 60_000 }], []],
      [[{ field: 'updatedAt', operator: 'LESSER', value: new Date(now + 60_000) }], [2, 1, 0]],
      [[{ field: 'createdAt', operator: 'BETWEEN', value: [now - 600_000, now + 1] }], [2, 1, 0]],
      [
        [
          { field: 'status', operator: 'EQUAL', value: 'Activated' },
          { field: 'department', operator: 'EQUAL', value: 'd-list' },
        ],
        [0],
      ],
    ] as const) {
      const { list, totalCount } = await listed({ keywords: 'list-', advancedFilter: filters })
      expect(list.map(({ userId }) => userId)).toEqual(expected.map((at) => users[at]?.userId))
      expect(totalCount).toBe(expected.length)
    }
  })

  it('in the deprecated form, whose times are in seconds', async () => {
    const seconds = Math.floor(Date.now() / 1000)
    const legacy = async (query: object): Promise<Page> => pageOf(await client.listUsersLegacy(query))
    const suspended = await legacy({ status: 'Suspended', withIdentities: true, page: 1, limit: 50 })
    expect(suspended.list.map(({ userId }) => userId)).toContain(users[1]?.userId)
    expect(suspended.list[0]).toHaveProperty('identities')
    expect((await legacy({ updatedAtStart: seconds + 60 })).totalCount).toBe(0)
    expect(
      (await legacy({ updatedAtStart: seconds - 600, updatedAtEnd: seconds })).totalCount,
    ).toBeGreaterThan(2)
  })

  it('and is told what cannot be asked', async () => {
    const refused = async (request: object) => issuesOf(await client.listUsers(request))
    for (const pagination of [{ limit: 51 }, { limit: 0 }, { page: 0 }, { page: '1' }])
      expect(await refused({ options: { pagination } })).toEqual([
        `request.field_of_wrong_type options.pagination.${Object.keys(pagination)[0]}`,
      ])
    for (const filter of [
      { field: 'email', operator: 'CONTAINS', value: 'x' },
      { field: 'status', operator: 'NOT_EQUAL', value: 'x' },
    ])
      expect((await refused({ advancedFilter: [filter] })).length).toBeGreaterThan(0)
    for (const filter of [
      { field: 'status', operator: 'GREATER', value: 'Activated' },
      { field: 'createdAt', operator: 'EQUAL', value: 1 },
      { field: 'createdAt', operator: 'BETWEEN', value: 1 },
      { field: 'department', operator: 'IN', value: [] },
    ])
      expect(await refused({ advancedFilter: [filter] })).toEqual([
        'request.value_not_allowed advancedFilter.0',
      ])
    const twice = { field: 'status', operator: 'EQUAL', value: 'Activated' }
    expect(await refused({ advancedFilter: [twice, twice] })).toEqual([
      'request.value_not_allowed advancedFilter',
    ])
    expect(await refused({ advancedFilter: [{ ...twice, value: 'Gone' }] })).toEqual([
      'user.status_unknown statuses.0',
    ])
    expect(await refused({ options: { sort: [{ field: 'email', order: 'asc' }] } })).toEqual([
      'request.value_not_allowed options.sort.0.field',
    ])
    expect(await refused({ searchQuery: {} })).toEqual(['request.field_unknown searchQuery'])
    expect(issuesOf(await client.listUsersLegacy({ limit: 51 }))).toEqual([
      'request.field_of_wrong_type limit',
    ])
  })

  it('finds several at once, and whether there is one', async () => {
    const [zoe, bob] = users as readonly [Dto, Dto, Dto]
    const several = usersOf(
      await client.getUserBatch({ userIds: [bob.userId, 'nobody', zoe.userId, bob.userId] }),
    )
    expect(several.map(({ userId }) => userId)).toEqual([bob.userId, zoe.userId])
    const byMail = { userIds: ['list.bob@example.com'], userIdType: 'email' }
    expect(usersOf(await client.getUserBatch(byMail as never))).toMatchObject([{ userId: bob.userId }])
    // As Java's SDK asks.
    const joined = await served.get('/api/v3/get-user-batch', { userIds: `${zoe.userId},${bob.userId}` })
    expect(joined.body.data).toMatchObject([{ userId: zoe.userId }, { userId: bob.userId }])
    for (const [query, exists] of [
      [{ username: 'list-bob' }, true],
      [{ phone: '18812340001', email: 'nobody@example.com' }, true],
      [{ externalId: 'list-bob' }, false],
    ] as const)
      expect(dataOf(await client.isUserExists(query))).toEqual({ exists })
    expect(await client.isUserExists({})).toMatchObject({ statusCode: 400 })
  })
})

describe('the published Node SDK, unmodified, changes users', () => {
  it('field by field, leaving alone what is not sent', async () => {
    const { userId } = await create({
      username: 'up',
      name: 'A',
      city: 'BJ',
      email: 'up@example.com',
      password,
    })
    const changes = {
      name: '张三 😀',
      email: 'Up2@example.com',
      gender: 'F',
      customData: { age: 3 },
      city: '',
    }
    const updated = userOf(await client.updateUser({ userId, ...changes } as never))
    expect(updated).toMatchObject({
      userId,
      username: 'up',
      name: '张三 😀',
      email: 'up2@example.com',
      gender: 'F',
      customData: { age: 3 },
    })
    expect('city' in updated).toBe(false)
    expect(await signIn('up2@example.com', password)).toBe('signed_in')
    const byName = { userId: 'up', status: 'Suspended', options: { userIdType: 'username' } }
    expect(dataOf(await client.updateUser(byName as never))).toMatchObject({ userId, status: 'Suspended' })
    expect(await signIn('up', password)).toBe('wrong_credentials')
  })

  it('takes null for not sent, as SDKs that send every field do, and an empty text for none', async () => {
    const { userId } = await create({ username: 'nulls', name: 'A', email: 'nulls@example.com' })
    const nulls = await served.post('/api/v3/update-user', {
      userId,
      name: null,
      email: null,
      customData: null,
    })
    expect(nulls.body.data).toMatchObject({ name: 'A', email: 'nulls@example.com' })
    const emptied = userOf(await client.updateUser({ userId, email: '', name: '' }))
    expect('email' in emptied || 'name' in emptied).toBe(false)
    expect(await client.updateUser({ userId, username: '' })).toMatchObject({ statusCode: 400 })
  })

  it('and is told what is wrong, at the fields of the request', async () => {
    const { userId } = await create({ username: 'wrong' })
    await create({ username: 'owner' })
    expect(await client.updateUser({ userId, username: 'owner' })).toMatchObject({
      statusCode: 409,
      apiCode: 2034,
      errors: [{ code: 'user.username_taken', path: 'username' }],
    })
    expect(await client.updateUser({ userId: 'nobody', name: 'x' })).toMatchObject({
      statusCode: 404,
      apiCode: 2004,
    })
    const privileged = {
      id: 'x',
      createdAt: 0,
      version: 9,
      loginsCount: 7,
      identities: [],
      departmentIds: ['d'],
    }
    expect(issuesOf(await client.updateUser({ userId, ...privileged }))).toEqual(
      Object.keys(privileged).map((field) => `request.field_unknown ${field}`),
    )
    const customData = { age: '3', other: 1 }
    expect(issuesOf(await client.updateUser({ userId, customData }))).toEqual([
      'user.custom_value_of_wrong_type customData.age',
      'user.custom_field_undeclared customData.other',
    ])
  })

  it('several at once, all or none', async () => {
    const one = await create({ username: 'several-1' })
    const two = await create({ username: 'several-2' })
    const list = [
      { userId: one.userId, username: 'several-2' },
      { userId: two.userId, username: 'several-1' },
    ]
    expect(dataOf(await client.updateUserBatch({ list }))).toMatchObject(list)
    const clash = {
      list: [
        { userId: one.userId, name: 'x' },
        { userId: two.userId, username: 'several-2' },
      ],
    }
    expect(issuesOf(await client.updateUserBatch(clash))).toEqual([
      'user.username_repeated list.0.username',
      'user.username_repeated list.1.username',
    ])
    const found = await served.keepsake.users.get({ userId: one.userId })
    expect(found._unsafeUnwrap()?.user.profile).toEqual({})
  })

  it('gives passwords: in clear, encrypted, or to be changed at the next sign-in', async () => {
    const { userId } = await create({ username: 'pass', email: 'pass@example.com', password })
    const chosen = 'an administrator chose this'
    dataOf(await client.updateUser({ userId, password: chosen, name: 'P' }))
    expect(await signIn('pass', chosen)).toBe('signed_in')
    dataOf(await client.updateUser({ userId, options: { resetPasswordOnNextLogin: true } }))
    expect(await signIn('pass', chosen)).toBe('password_change_required')

    const { body } = await send(`${served.origin}/api/v3/system`, {})
    const key = (body as unknown as { readonly rsa: { readonly publicKey: string } }).rsa.publicKey
    const encrypted = publicEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from('sent under a cipher'),
    ).toString('base64')
    dataOf(
      await client.updateUser({
        userId,
        password: encrypted,
        options: { passwordEncryptType: 'rsa' },
      } as never),
    )
    expect(await signIn('pass', 'sent under a cipher')).toBe('signed_in')

    dataOf(await client.updateUser({ userId, options: { autoGeneratePassword: true } }))
    expect(await signIn('pass', 'sent under a cipher')).toBe('wrong_credentials')
  })

  it('leaves nothing of a request whose password is refused', async () => {
    const { userId } = await create({ username: 'half', name: 'A' })
    const refused = await client.updateUser({ userId, name: 'B', password: 'short' })
    expect(issuesOf(refused)).toContain('password.too_short password')
    const broken = { userId, name: 'B', password: 'AAAA', options: { passwordEncryptType: 'rsa' } }
    expect(await client.updateUser(broken as never)).toMatchObject({ apiCode: 2016 })
    const list = [{ userId, name: 'B', password: 'short' }]
    expect(issuesOf(await client.updateUserBatch({ list }))).toContain('password.too_short list.0.password')
    expect(dataOf(await client.getUser({ userId }))).toMatchObject({ name: 'A' })
  })

  it('and is refused both a password and a generated one', async () => {
    const { userId } = await create({ username: 'both', email: 'both@example.com', name: 'A' })
    const change = { userId, name: 'B', password: 'ten ducks on a lake' }
    const options = { autoGeneratePassword: true }
    expect(issuesOf(await client.updateUser({ ...change, options }))).toEqual([
      'password.given_and_generate password',
    ])
    expect(issuesOf(await client.updateUserBatch({ list: [change], options }))).toEqual([
      'password.given_and_generate list.0.password',
    ])
    expect(dataOf(await client.getUser({ userId }))).toMatchObject({ name: 'A' })
  })

  it('leaves nothing of a request whose password cannot be told', async () => {
    const { userId } = await create({ username: 'untold', name: 'A' })
    const options = { autoGeneratePassword: true }
    expect(issuesOf(await client.updateUser({ userId, name: 'B', options }))).toEqual([
      'notice.address_missing userId',
    ])
    const list = [{ userId, name: 'B' }]
    expect(issuesOf(await client.updateUserBatch({ list, options }))).toEqual([
      'notice.address_missing list.0.userId',
    ])
    expect(dataOf(await client.getUser({ userId }))).toMatchObject({ name: 'A' })
  })

  it('and is told which setting refuses a password, and nothing is left of the request', async () => {
    const strict = await serveKeepsake()
    const owner = new ManagementClient({
      accessKeyId,
      accessKeySecret,
      host: strict.origin,
      lang: 'en-US',
    } as never)
    const { userId } = (await owner.createUser({ username: 'kept', name: 'A', password })).data
    const change = { userId, name: 'B', password: 'ten ducks on a lake' }
    for (const [answer, path] of [
      [await owner.updateUser(change), 'password'],
      [await owner.updateUserBatch({ list: [change] }), 'list.0.password'],
    ] as const)
      expect(answer).toMatchObject({
        statusCode: 403,
        message: expect.stringContaining('passwords.chosenByAdministrators'),
        errors: [{ code: 'password.not_for_administrators', path }],
      })
    expect(await owner.getUser({ userId })).toMatchObject({ data: { name: 'A' } })
    await strict.stop()
  })

  it('and is told what of its options comes to nothing', async () => {
    const { userId } = await create({ username: 'passwordless' })
    const warningsOf = (answer: unknown): readonly string[] =>
      ((answer as EnvelopeBody).warnings ?? []).map(({ code, path }) => `${code} ${path}`)
    const reset = { resetPasswordOnNextLogin: true }
    expect(warningsOf(await client.updateUser({ userId, options: reset }))).toEqual([
      'password.none_to_change password',
    ])
    expect(warningsOf(await client.updateUserBatch({ list: [{ userId }], options: reset }))).toEqual([
      'password.none_to_change list.0.password',
    ])
    const options = { sendPasswordResetedNotification: { sendDefaultEmailNotification: true } }
    const told = await client.updateUser({ userId, password: 'ten ducks on a lake', options })
    expect(warningsOf(told)).toEqual(['notice.not_offered options.sendPasswordResetedNotification'])
    expect(warningsOf(await client.updateUser({ userId, options: reset }))).toEqual([])
    expect(
      issuesOf(
        await client.updateUser({ userId, options: { sendPasswordResetedNotification: { a: 1 } } } as never),
      ),
    ).toEqual(['request.field_unknown options.sendPasswordResetedNotification.a'])
  })

  it('are given no hash for a password, in clear or under a cipher', async () => {
    // htpasswd -nbBC 4 u 'correct horse battery'
    const hash = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'
    expect(issuesOf(await client.createUser({ username: 'hashed', password: hash }))).toEqual([
      'password.looks_hashed password',
    ])
    const rows = { list: [{ username: 'hashed', password: hash }] }
    expect(issuesOf(await client.createUsersBatch(rows as never))).toEqual([
      'password.looks_hashed list.0.password',
    ])
    const { userId } = await create({ username: 'hashed', name: 'A' })
    const { body } = await send(`${served.origin}/api/v3/system`, {})
    const key = (body as unknown as { readonly rsa: { readonly publicKey: string } }).rsa.publicKey
    const sent = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(hash)).toString(
      'base64',
    )
    for (const change of [{ password: hash }, { password: sent, options: { passwordEncryptType: 'rsa' } }])
      expect(issuesOf(await client.updateUser({ userId, name: 'B', ...change } as never))).toEqual([
        'password.looks_hashed password',
      ])
    expect(dataOf(await client.getUser({ userId }))).toMatchObject({ name: 'A' })
    expect(await signIn('hashed', hash)).toBe('wrong_credentials')
  })

  it('deletes them, and is not told of who is gone already', async () => {
    const one = await create({ username: 'gone-1', externalId: 'gone-x' })
    const two = await create({ username: 'gone-2' })
    dataOf(await client.deleteUsersBatch({ userIds: [one.userId, 'nobody'] }))
    expect(await client.getUser({ userId: one.userId })).toMatchObject({ statusCode: 404 })
    const byName = { userIds: ['gone-2', 'gone-1'], options: { userIdType: 'username' } }
    expect(dataOf(await client.deleteUsersBatch(byName as never))).toEqual(success)
    expect(await client.getUser({ userId: two.userId })).toMatchObject({ statusCode: 404 })
    expect(dataOf(await client.deleteUsersBatch({ userIds: [one.userId] }))).toEqual(success)
    expect(issuesOf(await client.deleteUsersBatch({ userIds: [] }))).toEqual(['user.list_empty userIds'])
    const tooMany = { userIds: Array.from({ length: 51 }, String) }
    expect(issuesOf(await client.deleteUsersBatch(tooMany))).toEqual(['request.field_of_wrong_type userIds'])
  })
})

describe('the published Node SDK, unmodified, hangs things on users', () => {
  it('links and unlinks accounts at providers', async () => {
    const { userId } = await create({ username: 'linked' })
    const { userId: other } = await create({ username: 'unlinked' })
    const account = { userId, extIdpId: 'idp & 1', userIdInIdp: '张=&😀' }
    for (const type of [undefined, 'openid', 'openid'])
      expect(dataOf(await client.linkIdentity({ ...account, ...(type && { type }) }))).toEqual(success)
    const identities = dataOf(await client.getUserIdentities({ userId }))
    expect(identities).toMatchObject([
      { extIdpId: 'idp & 1', userIdInIdp: '张=&😀', type: 'generic' },
      { extIdpId: 'idp & 1', userIdInIdp: '张=&😀', type: 'openid' },
    ])
    expect(await client.linkIdentity({ ...account, userId: other })).toMatchObject({
      statusCode: 409,
      apiCode: 2215,
      errors: [{ code: 'identity.taken', path: '' }],
    })
    expect(issuesOf(await client.linkIdentity({ ...account, extIdpId: '' }))).toEqual([
      'identity.field_empty extIdpId',
    ])
    expect(dataOf(await client.unlinkIdentity({ userId, extIdpId: 'idp & 1' }))).toEqual(success)
    expect(
      dataOf(await client.getUserIdentities({ userId: 'linked', userIdType: 'username' } as never)),
    ).toEqual([])
    expect(await client.unlinkIdentity({ userId, extIdpId: 'idp & 1' })).toMatchObject({ statusCode: 404 })
  })

  it('brings an account up to date that is linked again, by what is sent of it', async () => {
    const account = { extIdpId: 'i', type: 'openid', userIdInIdp: 'told' }
    const known = { ...account, provider: 'wechat', originConnIds: ['c'], userInfoInIdp: { nick: 'old' } }
    const { userId, identities } = await create({ username: 'told-again', identities: [known] })
    const link = async (more: object) => {
      dataOf(await client.linkIdentity({ userId, ...account, ...more }))
      return dataOf(await client.getUserIdentities({ userId }))
    }
    const [before] = identities as readonly object[]
    expect(await link({ userInfoInIdp: { nick: 'new', age: 3 } })).toEqual([
      { ...before, userInfoInIdp: { nick: 'new', age: 3 } },
    ])
    expect(await link({ provider: 'lark' })).toEqual([
      { ...before, provider: 'lark', userInfoInIdp: { nick: 'new', age: 3 } },
    ])
  })

  it('keeps what is known of an account that is linked again', async () => {
    const keepsake = {
      extIdpId: 'i',
      provider: 'wechat',
      type: 'openid',
      userIdInIdp: 'o',
      originConnIds: ['c'],
    }
    const { userId, identities } = await create({ username: 'again', identities: [keepsake] })
    dataOf(await client.linkIdentity({ userId, extIdpId: 'i', type: 'openid', userIdInIdp: 'o' }))
    expect(dataOf(await client.getUserIdentities({ userId }))).toEqual(identities)
  })

  it('sets departments, the main one first', async () => {
    const { userId } = await create({ username: 'dept', departmentIds: ['old'] })
    const departments = [
      { departmentId: 'a' },
      { departmentId: 'b', isMainDepartment: true },
      { departmentId: 'c' },
    ]
    expect(dataOf(await client.setUserDepartments({ userId, departments }))).toEqual(success)
    expect(dataOf(await client.getUserDepartments({ userId, limit: 2 }))).toEqual({
      totalCount: 3,
      list: [
        expect.objectContaining({ departmentId: 'b', isLeader: false, isMainDepartment: true, name: '' }),
        expect.objectContaining({ departmentId: 'a', isLeader: false, isMainDepartment: false, name: '' }),
      ],
    })
    const leader = { userId, departments: [{ departmentId: 'a', isLeader: true }] }
    expect(issuesOf(await client.setUserDepartments(leader))).toEqual([
      'request.value_not_allowed departments.0.isLeader',
    ])
    const twoMains = departments.map((each) => ({ ...each, isMainDepartment: each.departmentId !== 'a' }))
    expect(issuesOf(await client.setUserDepartments({ userId, departments: twoMains }))).toEqual([
      'request.value_not_allowed departments.2.isMainDepartment',
    ])
    expect(await client.setUserDepartments({ userId, departments: [] })).toMatchObject({ statusCode: 400 })
    expect(await client.setUserDepartments({ userId: 'nobody', departments })).toMatchObject({
      statusCode: 404,
    })
  })

  it('sets custom data key by key', async () => {
    const { userId } = await create({ username: 'custom', customData: { school: 'A', age: 3 } })
    const target = { targetType: 'USER', targetIdentifier: userId }
    const set = (list: readonly object[]) => client.setCustomData({ ...target, list } as never)
    const get = (of: object) => client.getCustomData(of as never)
    expect(dataOf(await set([{ key: 'school', value: '北京大学' }]))).toEqual(success)
    expect(dataOf(await get(target))).toEqual({ school: '北京大学', age: 3 })
    expect(dataOf(await set([{ key: 'age', value: null }]))).toEqual(success)
    expect(dataOf(await get(target))).toEqual({ school: '北京大学' })
    expect(
      issuesOf(
        await set([
          { key: 'school', value: 'x' },
          { key: 'age', value: 'x' },
          { key: '__proto__', value: 1 },
        ]),
      ),
    ).toEqual(['user.custom_value_of_wrong_type list.1.value', 'user.custom_field_undeclared list.2.key'])
    expect(
      issuesOf(
        await set([
          { key: 'school', value: 'x' },
          { key: 'school', value: 'y' },
        ]),
      ),
    ).toEqual(['request.key_repeated list.1.key'])
    expect(issuesOf(await set([{ key: 'school' }]))).toEqual(['request.field_missing list.0.value'])
    expect(dataOf(await get(target))).toEqual({ school: '北京大学' })
    const nobody = { targetType: 'USER', targetIdentifier: 'nobody' }
    expect(issuesOf(await get(nobody))).toEqual(['user.not_found targetIdentifier'])
    expect(
      issuesOf(await client.setCustomData({ ...nobody, list: [{ key: 'age', value: 1 }] } as never)),
    ).toEqual(['user.not_found targetIdentifier'])
    const group = { targetType: 'GROUP', targetIdentifier: 'g' }
    expect(issuesOf(await get(group))).toEqual(['request.value_not_allowed targetType'])
  })
})
