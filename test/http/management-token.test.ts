import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessKeyId, accessKeySecret, send, serveKeepsake, type Answered, type Served } from './served.ts'

let served: Served

beforeAll(async () => {
  served = await serveKeepsake({ at: Date.parse('2022-07-03T02:20:30Z') })
})
beforeEach(() => served.setClock(Date.parse('2022-07-03T02:20:30Z')))
afterAll(() => served.stop())

const path = '/api/v3/create-user'
let serial = 0
const createUser = (headers: Readonly<Record<string, string>>, query = ''): Promise<Answered> => {
  serial += 1
  return send(`${served.origin}${path}${query}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ username: `token-${serial}` }),
  })
}
const getToken = (accessKey: object): Promise<Answered> =>
  send(`${served.origin}/api/v3/get-management-token`, { method: 'POST', body: JSON.stringify(accessKey) })
const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64').toString()) as Record<string, unknown>

const refused = {
  statusCode: 401,
  message: '身份认证失败: unauthorized',
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
}

describe('the management token', () => {
  it('is given for the access key, in the contract’s names', async () => {
    const { status, body } = await getToken({ accessKeyId, accessKeySecret })
    expect(status).toBe(200)
    expect(body).toStrictEqual({
      statusCode: 200,
      message: '操作成功',
      data: { access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/u), expires_in: 7200 },
    })
    const { access_token } = body.data as { readonly access_token: string }
    expect(payloadOf(access_token)).toStrictEqual({
      scoped_userpool_id: accessKeyId,
      iat: 1656814830,
      exp: 1656822030,
    })
  })

  it.each([
    ['another secret', { accessKeyId, accessKeySecret: `${accessKeySecret.slice(0, -1)}f` }],
    ['another id', { accessKeyId: `${accessKeyId.slice(0, -1)}d`, accessKeySecret }],
    ['nothing', { accessKeyId: '', accessKeySecret: '' }],
  ])('is not given for %s, and no word tells which half was wrong', async (_, accessKey) => {
    expect((await getToken(accessKey)).body).toStrictEqual(refused)
  })

  it('is let in raw, as Java sends it beside signature headers that sign nothing', async () => {
    const { body } = await createUser({
      authorization: await served.token(),
      'x-authing-userpool-id': accessKeyId,
      'x-authing-signature-method': 'HMAC-SHA1',
      'x-authing-signature-nonce': 'aaaa',
      'x-authing-signature-version': '1.0',
      date: '1656814830000',
    })
    expect(body.statusCode).toBe(200)
  })

  it('is let in behind Bearer, as Go, Python and PHP send it', async () => {
    const token = await served.token()
    for (const word of ['Bearer', 'bearer'])
      expect((await createUser({ authorization: `${word} ${token}` })).body.statusCode).toBe(200)
  })

  it('may be used many times: it is no signature', async () => {
    const authorization = await served.token()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => createUser({ authorization })))
    expect(answers.map(({ body }) => body.statusCode)).toStrictEqual([200, 200, 200, 200, 200])
  })

  it('takes a flag of the query as Python, PHP and JavaScript write it', async () => {
    const authorization = await served.token()
    const get = async (flag: string): Promise<unknown> => {
      const query = `?userId=token-1&userIdType=username&withCustomData=${flag}`
      return (await send(`${served.origin}/api/v3/get-user${query}`, { headers: { authorization } })).body
        .data
    }
    for (const flag of ['True', 'true', '1']) expect(await get(flag), flag).toHaveProperty('customData')
    for (const flag of ['False', 'false', '0']) expect(await get(flag), flag).not.toHaveProperty('customData')
  })

  it('is refused once it has expired, and not a moment before', async () => {
    const authorization = await served.token()
    served.setClock(Date.parse('2022-07-03T04:20:30Z'))
    expect((await createUser({ authorization })).body.statusCode).toBe(200)
    served.setClock(Date.parse('2022-07-03T04:20:36Z'))
    expect((await createUser({ authorization })).body).toStrictEqual(refused)
  })

  it('is refused where it is forged', async () => {
    const token = await served.token()
    const [header = '', payload = '', signature = ''] = token.split('.')
    const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = payloadOf(token)
    const withKey = (key: string): Promise<string> =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(Buffer.from(key))
    const forgeries = [
      `${header}.${base64({ ...claims, exp: 9999999999 })}.${signature}`,
      `${base64({ alg: 'none', typ: 'JWT' })}.${payload}.`,
      `${header}.${payload}.`,
      `${header}.${payload}.${signature}A`,
      await withKey(accessKeySecret),
      await withKey(accessKeyId),
      '',
      'Bearer',
      `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`,
    ]
    for (const authorization of forgeries)
      expect((await createUser({ authorization })).body, authorization.slice(0, 20)).toStrictEqual(refused)
    expect((await createUser({})).body).toStrictEqual(refused)
  })
})
