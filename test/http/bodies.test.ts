import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBodyBudget } from '@keepsake/http'
import { routes } from '../../packages/http/src/routes/index.ts'
import { accessKeyId, send, serveKeepsake, signed, type Answered, type Served } from './served.ts'

let served: Served

beforeAll(async () => {
  served = await serveKeepsake()
})
afterAll(() => served.stop())

const batch = '/api/v3/create-users-batch'

/** What is asked of an endpoint, with a body that goes on as the test pleases. */
const ask = async (
  server: Served,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly socket: Socket; readonly answer: Promise<string> }> => {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
  await once(socket, 'connect')
  let text = ''
  socket.on('data', (data: Buffer) => (text += data.toString())).on('error', () => undefined)
  const answer = once(socket, 'close').then(() => text)
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`)
  socket.write([`POST ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
  return { socket, answer }
}

const codeIn = (answer: string): string | undefined => /"code":"([\w.]+)"/u.exec(answer)?.[1]

const openPaths = routes.flatMap(({ method, access, path }) =>
  method === 'POST' && access !== 'management' ? [path] : [],
)

/** A user's token, where a route asks for one, and an `mfaToken` where it asks for that. */
const tokenFor = async (server: Served): Promise<string> => {
  const bob = { username: 'bob', password: 'nine geese on a raft' }
  await server.keepsake.users.create({ list: [bob] })
  const body = JSON.stringify({ connection: 'PASSWORD', passwordPayload: bob })
  const { body: answered } = await send(`${server.origin}/api/v3/signin`, { method: 'POST', body })
  return (answered.data as { readonly access_token: string }).access_token
}

const tooLarge = (answer: Answered): void => {
  expect(answer.body).toMatchObject({
    statusCode: 413,
    errors: [{ code: 'request.too_large', path: '', message: expect.stringContaining('16384') }],
  })
}

describe('a body of somebody who does not manage the pool', () => {
  it.each(openPaths)('may have 16 KiB and no more: %s', async (path) => {
    const authorization = `Bearer ${await tokenFor(served)}`
    const request = (bytes: number): RequestInit => ({
      method: 'POST',
      headers: { authorization },
      body: `{"a":"${'x'.repeat(bytes - 8)}"}`,
    })
    const enough = await send(`${served.origin}${path}`, request(16 * 1024))
    expect(enough.body.errors?.map(({ code }) => code)).not.toContain('request.too_large')
    expect(enough.body.statusCode).not.toBe(413)
    tooLarge(await send(`${served.origin}${path}`, request(16 * 1024 + 1)))
  })

  it('may not have more in pieces either', async () => {
    const pieces = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let piece = 0; piece < 20; piece += 1) controller.enqueue(Buffer.alloc(1000, ' '))
        controller.close()
      },
    })
    tooLarge(await send(`${served.origin}/api/v3/signin`, { method: 'POST', body: pieces, duplex: 'half' }))
  })

  it('is refused by the length that it tells, before any of it is there', async () => {
    const { answer } = await ask(served, '/api/v3/signin', { 'content-length': '9900000' })
    expect(codeIn(await answer)).toBe('request.too_large')
  })

  it('is not shaped, with however many keys', async () => {
    const keys = Array.from({ length: 900_000 }, (_, index) => `"${index.toString(36)}":0`)
    const body = `{${keys.join(',')}}`
    tooLarge(await send(`${served.origin}/api/v3/signin`, { method: 'POST', body }))
  })
})

describe('before a body is there', () => {
  const announced = { 'content-length': '100000' }
  const now = (): Record<string, string> => signed('POST', batch, {}, Date.now())

  it.each<readonly [string, () => Record<string, string>, RegExp]>([
    ['nothing', () => ({}), /unauthorized/u],
    ['a token of nobody', () => ({ authorization: 'Bearer a.b.c' }), /unauthorized/u],
    ['a date of yesterday', () => ({ ...now(), date: new Date(0).toUTCString() }), /timestamp_skewed/u],
    ['no nonce', () => ({ ...now(), 'x-authing-signature-nonce': '' }), /signature_invalid/u],
    [
      'a nonce without end',
      () => ({ ...now(), 'x-authing-signature-nonce': 'a'.repeat(257) }),
      /signature_invalid/u,
    ],
    [
      'a key that nobody has',
      () => ({ ...now(), authorization: `authing ${'0'.repeat(24)}:${'A'.repeat(27)}=` }),
      /signature_invalid/u,
    ],
    [
      'what is no signature',
      () => ({ ...now(), authorization: `authing ${accessKeyId}:AAAA` }),
      /signature_invalid/u,
    ],
    ['another scheme', () => ({ ...now(), 'x-authing-signature-method': 'HMAC-MD5' }), /method_unsupported/u],
  ])('who shows %s is turned away', async (_, headers, said) => {
    const { socket, answer } = await ask(served, batch, { ...headers(), ...announced })
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toMatch(said)
    socket.destroy()
    await answer
  })

  it('a request that may be signed by the key’s owner is waited for', async () => {
    const { socket, answer } = await ask(served, batch, { ...now(), ...announced })
    const first = await Promise.race([once(socket, 'data'), pause(300, 'nothing yet')])
    expect(first).toBe('nothing yet')
    socket.destroy()
    await answer
  })
})

describe('a body whose digest is demanded', () => {
  const digestOf = (body: object): string => createHash('sha256').update(JSON.stringify(body)).digest('hex')

  it('is not read without, and is taken with it; a token needs none', async () => {
    const strict = await serveKeepsake({ http: { contentDigest: 'demanded' } })
    const path = '/api/v3/create-user'
    const missing = { statusCode: 401, message: '身份认证失败: content_digest_missing' }
    expect((await strict.post(path, { username: 'none' })).body).toMatchObject(missing)
    const { socket, answer } = await ask(strict, path, {
      ...signed('POST', path, {}, Date.now()),
      'content-length': '100000',
    })
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toContain('content_digest_missing')
    socket.destroy()
    await answer
    const user = { username: 'with' }
    const headers = { 'x-authing-content-sha256': digestOf(user) }
    expect((await strict.post(path, user, headers)).body.statusCode).toBe(200)
    expect((await strict.post(path, { username: 'other' }, headers)).body).toMatchObject({ apiCode: 1300 })
    expect((await strict.postRaw(path, '{"username":"token"}')).body.statusCode).toBe(200)
    expect(
      (await strict.get('/api/v3/get-user', { userId: 'with', userIdType: 'username' })).body,
    ).toMatchObject({
      statusCode: 200,
    })
    await strict.stop()
  })
})

describe('a body that does not come', () => {
  it('is waited for no longer than it may take', async () => {
    const impatient = await serveKeepsake({ http: { arrivalMs: 300 } })
    const headers = { 'content-length': '100' }
    const { socket, answer } = await ask(impatient, '/api/v3/signin', headers)
    // A byte now and then does not help.
    const drip = setInterval(() => socket.write(' '), 50)
    const text = await answer
    clearInterval(drip)
    await impatient.stop()
    expect(codeIn(text)).toBe('request.too_slow')
    expect(text).toContain('"statusCode":408')
    expect(text).toMatch(/^connection: close\r$/imu)
  })

  it('gives way to another one where there is no more room', async () => {
    // Room for two bodies of the size that an open one may have.
    const narrow = await serveKeepsake({
      http: { bodies: openBodyBudget(4096 * 16), maxBodyBytes: 8192, maxOpenBodyBytes: 4096 },
    })
    const stalled = []
    for (let count = 0; count < 2; count += 1) {
      const { socket, answer } = await ask(narrow, '/api/v3/signin', { 'content-length': '4096' })
      socket.write('x'.repeat(4000))
      stalled.push(answer)
    }
    const body = JSON.stringify({ accessKeyId: 'nobody', accessKeySecret: 'x'.repeat(2000) })
    const post = (): Promise<Answered> =>
      send(`${narrow.origin}/api/v3/get-management-token`, { method: 'POST', body })
    expect((await narrow.post('/api/v3/create-user', { username: 'other' })).body.statusCode).toBe(200)
    await pause(400)
    expect((await post()).body.statusCode).toBe(401)
    expect(codeIn((await Promise.race(stalled)) ?? '')).toBe('request.server_busy')
    expect((await post()).body.statusCode, 'what was taken was given back').toBe(401)
    await narrow.stop()
  })

  it('cannot be of a size for which there is no room at all', async () => {
    await expect(
      serveKeepsake({ http: { bodies: openBodyBudget(1024 * 1024), maxBodyBytes: 300_000 } }),
    ).rejects.toThrow(/do not fit into the 262144 .* claimed/u)
  })
})

describe('a body that says something twice', () => {
  it.each<readonly [string, string]>([
    ['{"list":[{"username":"a","username":"b"}]}', 'list.0.username'],
    ['{"list":[],"list":[]}', 'list'],
    ['{"list":[{"username":"a","customData":{"k":1,"\\u006b":2}}]}', 'list.0.customData.k'],
  ])('%s is refused by its path', async (body, path) => {
    const answer = await served.postRaw(batch, body)
    expect(answer.body).toMatchObject({ statusCode: 400, errors: [{ code: 'request.key_repeated', path }] })
  })

  it('is refused of a sign-in', async () => {
    const body = '{"connection":"PASSWORD","passwordPayload":{"password":"a","username":"b","password":"c"}}'
    const answer = await send(`${served.origin}/api/v3/signin`, { method: 'POST', body })
    expect(answer.body).toMatchObject({
      errors: [{ code: 'request.key_repeated', path: 'passwordPayload.password' }],
    })
  })

  it('is told so only after its signature was right', async () => {
    const body = '{"userId":"a","userId":"b"}'
    const path = '/api/v3/update-user'
    const post = (authorization?: string): Promise<Answered> => {
      const headers = signed('POST', path, { userId: 'b' }, Date.now())
      return send(`${served.origin}${path}`, {
        method: 'POST',
        headers: authorization === undefined ? headers : { ...headers, authorization },
        body,
      })
    }
    expect((await post(`authing ${accessKeyId}:${'A'.repeat(27)}=`)).body.statusCode).toBe(401)
    expect((await post()).body).toMatchObject({ errors: [{ code: 'request.key_repeated', path: 'userId' }] })
  })
})
