import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, serveKeepsake, type Served } from './served.ts'

let served: Served

beforeAll(async () => {
  served = await serveKeepsake()
})
afterAll(() => served.stop())

/** Sends text as it is, and reads until the server has nothing more to say. */
const sendText = async (text: string): Promise<string> => {
  const socket = connect(Number(new URL(served.origin).port), '127.0.0.1')
  let received = ''
  socket.on('data', (data: Buffer) => (received += data.toString()))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.on('close', () => resolve()).on('error', reject)
  socket.write(text)
  await promise
  return received
}
const request = (line: string, ...headers: readonly string[]): string =>
  [`${line} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n')

describe('what is no endpoint', () => {
  it.each([
    // Outside the contract.
    ['GET', '/', 404, 'request.endpoint_unknown'],
    ['GET', '/health', 404, 'request.endpoint_unknown'],
    ['POST', '/api/v1/users', 404, 'request.endpoint_unknown'],
    ['GET', '/api/v3', 404, 'request.endpoint_unknown'],
    ['GET', '/api/v3/', 404, 'request.endpoint_unknown'],
    ['POST', '/API/V3/create-users-batch', 404, 'request.endpoint_unknown'],
    ['POST', '/api/v3/create-users-batch/', 404, 'request.endpoint_unknown'],
    ['POST', '/oidc/token', 404, 'request.endpoint_unknown'],
    ['POST', '/oidc/token/revocation', 404, 'request.endpoint_unknown'],
    ['GET', '/oidc/.well-known/jwks.json', 404, 'request.endpoint_unknown'],
    ['POST', '/mfa/token/introspection', 404, 'request.endpoint_unknown'],
    ['GET', `/${'a'.repeat(8000)}`, 404, 'request.endpoint_unknown'],
    // Of the contract, and not offered.
    ['POST', '/api/v3/kick-users', 501, 'request.not_offered'],
    ['OPTIONS', '/api/v3/kick-users', 501, 'request.not_offered'],
    ['GET', '/api/v3/%zz', 501, 'request.not_offered'],
    ['POST', '/api/v2/no/such/thing', 501, 'request.not_offered'],
    // Offered by another method.
    ['GET', '/api/v3/create-users-batch', 405, 'request.method_not_allowed'],
    ['PUT', '/api/v3/create-user', 405, 'request.method_not_allowed'],
    ['DELETE', '/api/v3/get-user', 405, 'request.method_not_allowed'],
    ['PATCH', '/api/v3/import-otp', 405, 'request.method_not_allowed'],
    ['OPTIONS', '/api/v3/import-otp', 405, 'request.method_not_allowed'],
    ['POST', '/api/v3/system', 405, 'request.method_not_allowed'],
    ['GET', '/api/v3/signin', 405, 'request.method_not_allowed'],
    ['GET', '/api/v3/reset-factor', 405, 'request.method_not_allowed'],
    ['GET', '/api/v2/users/somebody/mfa-bound', 405, 'request.method_not_allowed'],
    ['POST', '/readyz', 405, 'request.method_not_allowed'],
  ])('is told so in the envelope, and by HTTP: %s %s', async (method, path, status, code) => {
    const before = served.events.length
    const answer = await send(`${served.origin}${path}`, { method })
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({
      statusCode: status,
      requestId: expect.any(String),
      errors: [{ code }],
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(served.events.slice(before)).toMatchObject([{ method, statusCode: status }])
    expect(served.events.at(-1)?.path.length).toBeLessThanOrEqual(100)
  })

  it.each([
    ['GET', '/api/v3/create-users-batch', 'POST'],
    ['DELETE', '/api/v3/list-users', 'POST, GET, HEAD'],
    ['POST', '/api/v3/system', 'GET, HEAD'],
    ['POST', '/api/v2/users/somebody/mfa-bound', 'DELETE'],
    ['DELETE', '/healthz', 'GET, HEAD'],
  ])('%s %s is told which methods there are', async (method, path, allow) => {
    const answer = await send(`${served.origin}${path}`, { method })
    expect(answer.headers.get('allow')).toBe(allow)
    expect(answer.body.message).toContain(allow)
  })

  it('is told so without a body where HEAD asks', async () => {
    for (const [path, status] of [
      ['/nowhere', 404],
      ['/api/v3/kick-users', 501],
      ['/api/v3/create-user', 405],
    ] as const) {
      const answer = await send(`${served.origin}${path}`, { method: 'HEAD' })
      expect({ status: answer.status, text: answer.text }, path).toStrictEqual({ status, text: '' })
    }
  })

  it('is told so in English to those who ask, and repeats no text that is no name', async () => {
    const headers = { 'x-authing-lang': 'en-US' }
    const messageOf = async (path: string): Promise<string> =>
      (await send(`${served.origin}${path}`, { method: 'POST', headers })).body.message
    expect(await messageOf('/nowhere')).toBe('The request leads to no endpoint')
    expect(await messageOf('/api/v3/kick-users')).toBe(
      'The request asks for kickUsers, which is not offered here; nothing was done',
    )
    expect(await messageOf('/api/v3/%3Cscript%3E')).toContain('asks for unknown, which')
  })

  it('does not echo what TRACE sends', async () => {
    const answer = await sendText(request('TRACE /api/v3/system', 'Authorization: Bearer s3cret'))
    expect(answer).toMatch(/^HTTP\/1\.1 405 /u)
    expect(answer).not.toContain('s3cret')
  })
})

describe('plain HTTP', () => {
  it('HEAD answers as GET does, without a body', async () => {
    const answer = await send(`${served.origin}/api/v3/system`, { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(answer.text).toBe('')
  })

  it('takes a body of any content type, or of none', async () => {
    for (const type of [undefined, 'text/plain', 'application/json; charset=utf-8', 'nonsense']) {
      const headers = type === undefined ? {} : { 'content-type': type }
      const body = Buffer.from('{"accessKeyId":"a","accessKeySecret":"b"}')
      const { body: answered } = await send(`${served.origin}/api/v3/get-management-token`, {
        method: 'POST',
        headers,
        body,
      })
      expect(answered.statusCode, String(type)).toBe(401)
    }
  })

  it('lets a client wait for 100 Continue', async () => {
    const body = '{"accessKeyId":"a","accessKeySecret":"b"}'
    const text = request(
      'POST /api/v3/get-management-token',
      'Expect: 100-continue',
      `Content-Length: ${body.length}`,
    )
    expect(await sendText(text + body)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/u)
  })

  it('finds a route by its percent-encoded path, and signs what was sent', async () => {
    expect((await send(`${served.origin}/api/v3/%73ystem`, {})).body).toHaveProperty('rsa')
    const answer = await served.post('/api/v3/create-%75ser', { username: 'percent' })
    expect(answer.body.statusCode).toBe(200)
  })

  it('refuses headers that are too long, a missing host and two lengths, and goes on', async () => {
    expect(await sendText(request(`GET /api/v3/system?${'a'.repeat(20_000)}`))).toMatch(/^HTTP\/1\.1 431 /u)
    expect(await sendText('GET /api/v3/system HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /u)
    const lengths = ['Content-Length: 2', 'Content-Length: 3']
    expect(await sendText(`${request('POST /api/v3/create-user', ...lengths)}{}`)).toMatch(
      /^HTTP\/1\.1 400 /u,
    )
    expect(await sendText(request('GET /api/v3/system'))).toMatch(/^HTTP\/1\.1 200 /u)
  })

  it('answers pipelined requests in their order', async () => {
    const first = 'GET /api/v3/system HTTP/1.1\r\nHost: localhost\r\n\r\n'
    const answer = await sendText(first + request('GET /nowhere'))
    expect(answer.indexOf('PUBLIC KEY')).toBeLessThan(answer.indexOf('"statusCode":404'))
    expect(answer.indexOf('PUBLIC KEY')).toBeGreaterThan(0)
  })

  it.each([
    ['with a length', 'Content-Length: 200\r\n\r\n{"accessKeyId":"a"'],
    ['in pieces', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"acc\r\n'],
  ])('a client that leaves in the middle of its body, sent %s, is no fault of ours', async (_, rest) => {
    const before = served.events.length
    const socket = connect(Number(new URL(served.origin).port), '127.0.0.1')
    socket.write(`POST /api/v3/get-management-token HTTP/1.1\r\nHost: localhost\r\n${rest}`)
    await pause(50)
    socket.destroy()
    for (let waited = 0; waited < 2000 && served.events.length === before; waited += 20) await pause(20)
    expect(served.events.slice(before)).toMatchObject([{ statusCode: 400 }])
    expect(served.events.at(-1)).not.toHaveProperty('fault')
  })
})

describe('the log', () => {
  it('has a line for every request, with what an operator needs and nothing that was sent', async () => {
    const before = served.events.length
    const password = 'canary-in-a-c0al-mine'
    await served.post('/api/v3/create-user', { username: 'logged', password })
    await served.post('/api/v3/create-user', { username: 'logged', password })
    await send(`${served.origin}/api/v3/get-user?userId=${password}`, {})
    const events = served.events.slice(before)
    const common = { requestId: expect.any(String), durationMs: expect.any(Number) }
    const path = '/api/v3/create-user'
    expect(events).toStrictEqual([
      { ...common, method: 'POST', path, statusCode: 200 },
      { ...common, method: 'POST', path, statusCode: 409, apiCode: 2034 },
      { ...common, method: 'GET', path: '/api/v3/get-user', statusCode: 401 },
    ])
    expect(JSON.stringify(events)).not.toContain(password)
  })

  it('has nothing of a sign-in: no password, token, code or secret', async () => {
    const before = served.events.length
    const password = 'nine geese on a raft'
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    await served.keepsake.users.create({ list: [{ username: 'hidden', password, otp: { secret } }] })
    const post = (path: string, body: object, authorization = '') =>
      send(`${served.origin}${path}`, {
        method: 'POST',
        headers: { authorization },
        body: JSON.stringify(body),
      })
    const signIn = { connection: 'PASSWORD', passwordPayload: { username: 'hidden', password } }
    const { body } = await post('/api/v3/signin', signIn)
    const { mfaToken } = body.data as { readonly mfaToken: string }
    await post('/api/v2/mfa/totp/verify', { totp: '123456' }, mfaToken)
    await post('/api/v3/enroll-factor', { enrollmentToken: mfaToken }, mfaToken)
    const events = JSON.stringify(served.events.slice(before))
    expect(served.events.slice(before)).toHaveLength(3)
    for (const hidden of [password, secret, mfaToken, '123456', 'hidden'])
      expect(events).not.toContain(hidden)
  })

  it('gives the request the id that its caller was told', async () => {
    const { body } = await served.post('/api/v3/create-user', {})
    expect(served.events.at(-1)?.requestId).toBe(body.requestId)
  })
})
