import { createHttpApp } from '@keepsake/http'
import { conceal, userPoolId } from '@keepsake/domain'
import { ManagementClient } from 'authing-node-sdk'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { routes } from '../../packages/http/src/routes/index.ts'
import {
  accessKeyId,
  accessKeySecret,
  send,
  serveKeepsake,
  signed,
  type EnvelopeBody,
  type Served,
} from './served.ts'

const secretOf = (name: string): string => `secret of the key of ${name}`.padEnd(40, '.')
const keyOf = (name: string): { accessKeyId: string; accessKeySecret: string } => ({
  accessKeyId: `key-${name}`,
  accessKeySecret: secretOf(name),
})

let served: Served

beforeAll(async () => {
  const bound = (name: string, tenantId?: string): object => ({
    accessKeyId: `key-${name}`,
    accessKeySecret: conceal(secretOf(name)),
    ...(tenantId === undefined ? {} : { tenantId }),
  })
  served = await serveKeepsake({
    settings: { passwords: { chosenByAdministrators: true }, events: true },
    http: { accessKeys: [bound('a', 'tenA'), bound('b', 'tenB'), bound('pool')] as never },
  })
})
afterAll(() => served.stop())

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

type Person = { readonly userId: string; readonly username: string }

const nobody: Person = { userId: '0'.repeat(24), username: 'nobody' }

let made = 0
/** A user of a tenant with everything that the routes speak of. */
const bring = async (tenantId: string): Promise<Person> => {
  const username = `${tenantId}-user-${(made += 1)}`
  const identities = [
    { extIdpId: 'idp', provider: 'oidc', type: 'generic', userIdInIdp: username, originConnIds: [] },
  ]
  const row = { username, email: `${username}@example.com`, externalId: `HR-${username}`, identities }
  const list = [{ ...row, password: 'correct horse', otp: { secret }, tenantIds: [tenantId] }]
  const { created } = (await served.keepsake.users.create({ list }))._unsafeUnwrap()
  return { userId: created[0]!.account.user.id, username }
}

type Request = { readonly path?: string; readonly input: Readonly<Record<string, unknown>> }

/** A request for each route that manages users, about somebody. */
const requests: Readonly<Record<string, (person: Person) => Request>> = {
  'POST /api/v3/create-user': () => ({
    input: { username: `created-${(made += 1)}`, tenantIds: ['tenA'] },
  }),
  'POST /api/v3/create-users-batch': () => ({
    input: { list: [{ username: `created-${(made += 1)}`, tenantIds: ['tenA'] }] },
  }),
  'GET /api/v3/get-user': ({ username }) => ({ input: { userId: username, userIdType: 'username' } }),
  'GET /api/v3/get-user-batch': ({ userId }) => ({ input: { userIds: userId } }),
  'POST /api/v3/is-user-exists': ({ username }) => ({ input: { email: `${username}@example.com` } }),
  'POST /api/v3/list-users': ({ username }) => ({ input: { keywords: username } }),
  'GET /api/v3/list-users': () => ({ input: { limit: '50' } }),
  'POST /api/v3/update-user': ({ userId }) => ({
    input: { userId, nickname: 'changed', password: 'another horse here' },
  }),
  'POST /api/v3/update-user-batch': ({ userId }) => ({
    input: { list: [{ userId, nickname: 'changed', password: 'another horse here' }] },
  }),
  'POST /api/v3/delete-users-batch': ({ userId }) => ({ input: { userIds: [userId] } }),
  'POST /api/v3/link-identity': ({ userId }) => ({
    input: { userId, extIdpId: 'other', userIdInIdp: `linked-${(made += 1)}` },
  }),
  'POST /api/v3/unlink-identity': ({ userId }) => ({ input: { userId, extIdpId: 'idp' } }),
  'GET /api/v3/get-user-identities': ({ userId }) => ({ input: { userId } }),
  'POST /api/v3/set-user-departments': ({ userId }) => ({
    input: { userId, departments: [{ departmentId: 'd1' }] },
  }),
  'GET /api/v3/get-user-departments': ({ userId }) => ({ input: { userId } }),
  'POST /api/v3/set-custom-data': ({ userId }) => ({
    input: { targetType: 'USER', targetIdentifier: userId, list: [{ key: 'school', value: 'x' }] },
  }),
  'GET /api/v3/get-custom-data': ({ userId }) => ({
    input: { targetType: 'USER', targetIdentifier: userId },
  }),
  'POST /api/v3/import-otp': ({ userId }) => ({
    input: { list: [{ userId, otp: { secret } }] },
  }),
  'GET /api/v3/get-otp-secret-by-user': ({ userId }) => ({ input: { userId } }),
  'GET /api/v3/get-user-mfa-info': ({ userId }) => ({ input: { userId } }),
  'POST /api/v2/mfa/totp/import': ({ userId }) => ({ input: { userId, secret } }),
  'DELETE /api/v2/users/:userId/mfa-bound': ({ userId }) => ({
    path: `/api/v2/users/${userId}/mfa-bound`,
    input: { type: 'OTP' },
  }),
}

const managing = routes
  .filter(({ access }) => access === 'management')
  .map(({ method, path }) => `${method} ${path}`)

test('every route that manages users is asked here', () => {
  expect(Object.keys(requests).toSorted()).toEqual(managing.toSorted())
})

/** Sends a request in one of the ways in which a client says who it is, and for which tenant. */
type Client = (route: string, request: Request) => Promise<EnvelopeBody>

const sdkClient =
  (options: object): Client =>
  (route, { path, input }) => {
    const [method = '', pattern = ''] = route.split(' ')
    const client = new ManagementClient({ host: served.origin, accessKeyId, accessKeySecret, ...options })
    const url = path ?? pattern
    // For DELETE the SDK has no parameters: who needs any writes them into the path.
    const query = new URLSearchParams(input as Record<string, string>).toString()
    return client.makeRequest(
      (method === 'DELETE'
        ? { method, url: `${url}?${query}` }
        : { method, url, ...(method === 'GET' ? { params: input } : { data: input }) }) as never,
    ) as Promise<EnvelopeBody>
  }

const sending =
  (headersFor: (method: string, path: string, input: object) => Promise<Record<string, string>>): Client =>
  async (route, { path, input }) => {
    const [method = '', pattern = ''] = route.split(' ')
    const url = path ?? pattern
    const headers = await headersFor(method, url, input)
    const query =
      method === 'POST' ? '' : `?${new URLSearchParams(input as Record<string, string>).toString()}`
    const body = method === 'POST' ? { body: JSON.stringify(input) } : {}
    return (await send(`${served.origin}${url}${query}`, { method, headers, ...body })).body
  }

const signing = (tenant: Readonly<Record<string, string>>): Client =>
  sending(async (method, path, input) => signed(method, path, input, Date.now(), tenant))

const tokenOf = async (key: object): Promise<string> => {
  const { body } = await send(`${served.origin}/api/v3/get-management-token`, {
    method: 'POST',
    body: JSON.stringify(key),
  })
  return (body.data as { readonly access_token: string }).access_token
}

const bearing = (key: object, tenant: Readonly<Record<string, string>> = {}): Client =>
  sending(async () => ({ authorization: `Bearer ${await tokenOf(key)}`, ...tenant }))

const own = { accessKeyId, accessKeySecret }

/** Every way in which somebody may come as a client of tenant B. */
const clientsOfB: readonly (readonly [string, Client])[] = [
  ['the Node SDK with `tenantId`', sdkClient({ tenantId: 'tenB' })],
  ['a signature over Java’s header', signing({ 'x-authing-tenant-id': 'tenB' })],
  ['a signature over Go’s header', signing({ 'x-authing-app-tenant-id': 'tenB' })],
  ['a token beside Java’s header', bearing(own, { 'x-authing-tenant-id': 'tenB' })],
  ['a token beside Go’s header', bearing(own, { 'x-authing-app-tenant-id': 'tenB' })],
  ['a token beside Node’s header', bearing(own, { 'x-authing-app-id': 'tenB' })],
  ['the Node SDK with a key of the tenant', sdkClient(keyOf('b'))],
  ['the Node SDK with that key and `tenantId`', sdkClient({ ...keyOf('b'), tenantId: 'tenB' })],
  ['a token of a key of the tenant', bearing(keyOf('b'))],
  ['a token of that key, beside empty headers', bearing(keyOf('b'), { 'x-authing-app-tenant-id': '' })],
]

/** All that is of use to a caller in an answer, and no id that is drawn for it. */
const answerOf = (body: EnvelopeBody): unknown => ({ ...body, requestId: undefined })

/** What the pool knows of somebody, and how many users it has. */
const known = async ({ userId }: Person): Promise<unknown> => {
  const { keepsake } = served
  const [account, secrets, users] = [
    (await keepsake.users.get({ userId }))._unsafeUnwrap(),
    (await keepsake.authenticators.list({ userId }))._unsafeUnwrap(),
    (await keepsake.users.count({}))._unsafeUnwrap(),
  ]
  return { account, secrets, users }
}

describe.each(clientsOfB)('%s', (_, client) => {
  it.each(managing)('reaches nobody of another tenant: %s', async (route) => {
    const [ann, request] = [await bring('tenA'), requests[route]!]
    const before = await known(ann)
    const answer = await client(route, request(ann))
    expect(JSON.stringify(answer)).not.toContain('tenA-user')
    expect(answerOf(answer)).toEqual(answerOf(await client(route, request(nobody))))
    expect(await known(ann)).toEqual(before)
  })
})

describe('a client of a tenant', () => {
  it.each(managing)('does to its own users what there is to do: %s', async (route) => {
    for (const client of [sdkClient(keyOf('a')), sdkClient({ tenantId: 'tenA' }), bearing(keyOf('a'))]) {
      const ann = await bring('tenA')
      const answer = await client(route, requests[route]!(ann))
      expect({ route, ...answer }).toMatchObject({ statusCode: 200 })
    }
  })

  it('owns whom it creates', async () => {
    const client = sdkClient(keyOf('b'))
    const { data } = await client('POST /api/v3/create-user', { input: { username: 'owned' } })
    expect(data).toMatchObject({ username: 'owned', tenantIds: ['tenB'] })
    const { userId } = data as Person
    const found = (await served.keepsake.users.get({ userId }))._unsafeUnwrap()
    expect(found?.user.tenantIds).toEqual(['tenB'])
  })

  it('pages through its own users, whose number it is told', async () => {
    const mine = (await served.keepsake.users.count({ tenantId: 'tenB' }))._unsafeUnwrap()
    const { data } = await sdkClient({ tenantId: 'tenB' })('POST /api/v3/list-users', { input: {} })
    expect(data).toMatchObject({ totalCount: mine })
    const { list } = data as { readonly list: readonly { readonly tenantIds: readonly string[] }[] }
    expect(list.every(({ tenantIds }) => tenantIds.join() === 'tenB')).toBe(true)
  })

  it('gets no further by a token than by its key, and none for another’s', async () => {
    const [token, other] = [await tokenOf(keyOf('a')), await tokenOf(keyOf('b'))]
    const [head, payload] = token.split('.')
    const [, , signature] = other.split('.')
    const get = (authorization: string): Promise<EnvelopeBody> =>
      sending(async () => ({ authorization }))('GET /api/v3/list-users', { input: {} })
    expect((await get(token)).statusCode).toBe(200)
    expect((await get(`${head}.${payload}.${signature}`)).statusCode).toBe(401)
    const { body } = await send(`${served.origin}/api/v3/get-management-token`, {
      method: 'POST',
      body: JSON.stringify({ accessKeyId: 'key-a', accessKeySecret: secretOf('b') }),
    })
    expect(body).toMatchObject({ statusCode: 401 })
  })

  it.each([
    ['signs', (key: object) => sdkClient({ ...key, tenantId: 'tenB' })],
    ['bears a token', (key: object) => bearing(key, { 'x-authing-tenant-id': 'tenB' })],
  ])('is refused in words where it names another one and %s', async (_, clientWith) => {
    const ann = await bring('tenA')
    for (const route of managing) {
      const answer = await clientWith(keyOf('a'))(route, requests[route]!(ann))
      expect(answer).toMatchObject({
        statusCode: 403,
        errors: [{ code: 'request.tenant_not_allowed', path: expect.stringMatching(/^x-authing-/u) }],
      })
      expect(answer).not.toHaveProperty('data')
    }
    expect(
      (await served.keepsake.users.get({ userId: ann.userId }))._unsafeUnwrap()?.user.username?.text,
    ).toBe(ann.username)
  })
})

describe('a key of the pool', () => {
  it('manages everybody, signed or by a token, though it is a further one', async () => {
    const all = (await served.keepsake.users.count({}))._unsafeUnwrap()
    for (const client of [sdkClient(keyOf('pool')), bearing(keyOf('pool')), sdkClient({}), bearing(own)])
      expect(await client('POST /api/v3/list-users', { input: {} })).toMatchObject({
        data: { totalCount: all },
      })
  })

  it('takes an empty header for none, as Go’s SDK sends it', async () => {
    const all = (await served.keepsake.users.count({}))._unsafeUnwrap()
    const client = bearing(own, { 'x-authing-app-tenant-id': '' })
    expect(await client('POST /api/v3/list-users', { input: {} })).toMatchObject({
      data: { totalCount: all },
    })
  })

  it('is refused where two headers name two tenants', async () => {
    for (const client of [
      signing({ 'x-authing-tenant-id': 'tenA', 'x-authing-app-id': 'tenB' }),
      bearing(own, { 'x-authing-app-tenant-id': 'tenA', 'x-authing-app-id': 'tenB' }),
    ])
      expect(await client('POST /api/v3/list-users', { input: {} })).toMatchObject({ statusCode: 403 })
    const same = {
      'x-authing-app-tenant-id': 'tenA',
      'x-authing-app-id': 'tenA',
      'x-authing-tenant-id': 'tenA',
    }
    expect(await signing(same)('POST /api/v3/list-users', { input: {} })).toMatchObject({ statusCode: 200 })
  })

  it('cannot have a tenant changed under its signature', async () => {
    const path = '/api/v3/list-users'
    const headers = signed('POST', path, {}, Date.now(), { 'x-authing-tenant-id': 'tenB' })
    for (const changed of [
      { ...headers, 'x-authing-tenant-id': 'tenA' },
      Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-authing-tenant-id')),
      { ...headers, 'x-authing-app-id': 'tenB' },
    ])
      expect(
        (await send(`${served.origin}${path}`, { method: 'POST', headers: changed, body: '{}' })).body,
      ).toMatchObject({ statusCode: 401, apiCode: 1300 })
  })
})

describe('users themselves', () => {
  it('sign in whatever tenant or app their request names', async () => {
    const { username } = await bring('tenA')
    const body = JSON.stringify({
      connection: 'PASSWORD',
      passwordPayload: { username, password: 'correct horse' },
    })
    const headers = { 'x-authing-app-id': 'some-app', 'x-authing-tenant-id': 'tenB' }
    expect(
      (await send(`${served.origin}/api/v3/signin`, { method: 'POST', headers, body })).body,
    ).toMatchObject({
      apiCode: 1635,
    })
  })
})

test.each([
  ['two keys of one id', [{ ...keyOf('a') }, { ...keyOf('a') }]],
  ['a key of the pool’s own id', [{ ...keyOf('a'), accessKeyId }]],
  ['a tenant without an id', [{ ...keyOf('a'), tenantId: '' }]],
])('an app is not made with %s', (_, keys) => {
  const settings = {
    pool: userPoolId(accessKeyId),
    accessKeyId,
    accessKeySecret: conceal(accessKeySecret),
    accessKeys: keys.map((key) => ({ ...key, accessKeySecret: conceal(key.accessKeySecret) })),
  }
  expect(() => createHttpApp(served.keepsake, served.ports, settings)).toThrow(/^accessKeys: /u)
})
