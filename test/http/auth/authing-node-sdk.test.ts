import { createServer, request as send, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { ManagementClient } from 'authing-node-sdk'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { conceal } from '@keepsake/domain'
import { authApiCodes } from '../../../packages/http/src/auth/auth-failure.ts'
import { authenticate, type AuthenticationSettings } from '../../../packages/http/src/auth/authenticate.ts'
import type { IncomingRequest } from '../../../packages/http/src/auth/incoming-request.ts'
import { recorded, settingsAt } from './requests.ts'

type Answer = { readonly statusCode: number; readonly apiCode?: number }

let settings: AuthenticationSettings
let arrived: { readonly message: IncomingMessage; readonly rawBody: Buffer }[]

const toRequest = (message: IncomingMessage, rawBody: Buffer): IncomingRequest => {
  const [path = '', query = ''] = (message.url ?? '').split(/\?(.*)/s)
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  )
  return { method: message.method ?? '', path, query, headers, rawBody }
}

const server = createServer((message, response) => {
  void buffer(message).then(async (rawBody) => {
    arrived.push({ message, rawBody })
    const verdict = await authenticate(toRequest(message, rawBody), settings)
    const answer: Answer = verdict.match(
      () => ({ statusCode: 200 }),
      (failure) => ({
        statusCode: 401,
        apiCode: failure.kind === 'unavailable' ? undefined : authApiCodes[failure.code],
      }),
    )
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
})

const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const clientWith = (
  options: { accessKeySecret?: string; tenantId?: string; lang?: 'en-US' } = {},
): ManagementClient =>
  new ManagementClient({
    accessKeyId: recorded.accessKeyId,
    accessKeySecret: recorded.accessKeySecret,
    host: origin(),
    ...options,
  })

/** Sends what arrived last once more, byte for byte. */
const sendAgain = async (): Promise<Answer> => {
  const { message, rawBody } = arrived.at(-1) ?? expect.unreachable()
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  send(new URL(message.url ?? '', origin()), { method: message.method, headers: message.headers }, resolve)
    .on('error', reject)
    .end(rawBody)
  return JSON.parse((await buffer(await promise)).toString()) as Answer
}

beforeAll(async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
})
beforeEach(() => {
  arrived = []
  settings = settingsAt(Date.now())
})
afterAll(() => server.close())

const awkward = '张三 😀 & a=b + c%20d\n\te"\\/ ?#[]{}\u2028 é'
const user = {
  username: awkward,
  name: '张&三=四',
  email: 'a+b@example.com',
  externalId: ' leading and trailing ',
  gender: 'M',
  customData: {
    school: '北京大学',
    age: 22,
    10: 'ten',
    2: null,
    deep: { list: [null, { x: null }], text: awkward },
  },
  identities: [{ extIdpId: 'x', provider: 'wechat', userIdInIdp: awkward, type: 'openid' }],
  password: undefined,
  nickname: null,
}
const otp = { secret: 'HZ2F6J3AGNAVSOTV', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' }

/** Values past the SDK's own types are sent on purpose: it signs and sends them all the same. */
const calls: Readonly<Record<string, (client: ManagementClient) => Promise<unknown>>> = {
  createUsersBatch: (client) =>
    client.createUsersBatch({
      list: [user, { username: 'bob' }],
      options: { keepPassword: true, autoGeneratePassword: undefined },
    } as never),
  'createUsersBatch of an empty list': (client) => client.createUsersBatch({ list: [] }),
  importOtp: (client) =>
    client.importOtp({
      list: [
        { userId: awkward, otp },
        { userId: '', otp },
      ],
    }),
  createUser: (client) => client.createUser(user as never),
  'createUser of undefined only': (client) => client.createUser({ username: undefined }),
  'createUser of nothing': (client) => client.createUser({}),
  'createUser of numbers': (client) =>
    client.createUser({ a: -0, b: 1e21, c: 1e-7, d: 0.1, e: false, f: '' } as never),
  'createUser of half a character': (client) =>
    client.createUser({ a: '\ud800', b: { c: '\udc00' } } as never),
  getUser: (client) =>
    client.getUser({ userId: awkward, userIdType: 'username', withCustomData: true } as never),
  'getUser by e-mail': (client) =>
    client.getUser({ userId: 'a+b@example.com', userIdType: 'email' } as never),
  getUserBatch: (client) => client.getUserBatch({ userIds: ['a', awkward, '张三'] }),
  'getUserBatch of one': (client) => client.getUserBatch({ userIds: [awkward] }),
  'getUserBatch of none': (client) => client.getUserBatch({ userIds: [] }),
  listUsers: (client) =>
    client.listUsers({
      keywords: awkward,
      options: { pagination: { page: 1, limit: 10 }, sort: [{ field: 'createdAt', order: 'DESC' }] },
    } as never),
  'listUsers without a request': (client) => client.listUsers(undefined as never),
  getOtpSecretByUser: (client) =>
    client.getOtpSecretByUser({ userId: awkward, userIdType: 'external_id' } as never),
  getSecuritySettings: (client) => client.getSecuritySettings(),
}

describe('the published Node SDK, unmodified', () => {
  test.each(Object.keys(calls))('%s is let in, once', async (name) => {
    expect(await calls[name]?.(clientWith())).toEqual({ statusCode: 200 })
    expect(await sendAgain()).toEqual({ statusCode: 401, apiCode: 1306 })
  })

  test('is let in with a tenant and in English', async () => {
    const client = clientWith({ tenantId: '6229ffa00000000cade3e3d9', lang: 'en-US' })
    expect(await client.createUser(user as never)).toEqual({ statusCode: 200 })
    expect(arrived[0]?.message.headers['x-authing-app-id']).toBe('6229ffa00000000cade3e3d9')
  })

  test('is let in with any texts in any places', async () => {
    const client = clientWith()
    const text = fc.string({ unit: 'grapheme', maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        text,
        // axios drops these keys after they were signed, so no server could verify such a request.
        fc
          .jsonValue()
          .filter((value) => !/"(?:__proto__|constructor|prototype)":/u.test(JSON.stringify(value))),
        async (userIds, userId, customData) => {
          const answers = [
            await client.getUserBatch({ userIds }),
            await client.getUser({ userId }),
            await client.createUsersBatch({ list: [{ username: userId, customData }] }),
            await client.makeRequest({
              method: 'POST',
              url: '/api/v3/create-user',
              data: { username: userId, customData },
            }),
          ]
          expect(answers).toEqual(answers.map(() => ({ statusCode: 200 })))
        },
      ),
      { numRuns: 100 },
    )
  })

  test.each(Object.keys(calls))('%s is refused under another secret', async (name) => {
    expect(await calls[name]?.(clientWith({ accessKeySecret: 'f'.repeat(32) }))).toEqual({
      statusCode: 401,
      apiCode: 1300,
    })
    settings = { ...settings, accessKeySecret: conceal('f'.repeat(32)) }
    expect(await calls[name]?.(clientWith())).toEqual({ statusCode: 401, apiCode: 1300 })
  })

  test('is refused when its clock is ten minutes off to either side', async () => {
    for (const offset of [-600_000, 600_000]) {
      settings = settingsAt(Date.now() + offset)
      expect(await clientWith().createUser(user as never)).toEqual({ statusCode: 401, apiCode: 1305 })
    }
  })
})
