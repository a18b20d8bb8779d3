import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeAt } from '../builders/keepsake.ts'
import { send, serveKeepsake, signed, type Answered, type Served } from './served.ts'

const now = Date.parse('2026-03-01T12:00:00Z')
const ahead = now + 365 * 24 * 60 * 60_000
const password = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

let served: Served
beforeEach(async () => {
  served = await serveKeepsake({ at: now })
})
afterEach(() => served.stop())

const list = '/api/v3/list-users'
const call = (path: string, body: object, authorization: string): Promise<Answered> =>
  send(`${served.origin}${path}`, { method: 'POST', headers: { authorization }, body: JSON.stringify(body) })
const signIn = (): Promise<Answered> =>
  call('/api/v3/signin', { connection: 'PASSWORD', passwordPayload: { password, username: 'bob' } }, '')
const dataOf = ({ body }: Answered): Readonly<Record<string, string>> =>
  body.data as Readonly<Record<string, string>>

test('a management token that was issued while the clock ran ahead is refused once it is right', async () => {
  served.setClock(ahead)
  const early = await served.token()
  expect((await call(list, {}, `Bearer ${early}`)).body.statusCode).toBe(200)
  served.setClock(now)
  expect((await call(list, {}, `Bearer ${early}`)).body.statusCode).toBe(401)
  expect((await call(list, {}, `Bearer ${await served.token()}`)).body.statusCode).toBe(200)
})

test('a token of a server whose clock is a little ahead is taken', async () => {
  served.setClock(now + 30_000)
  const token = await served.token()
  served.setClock(now)
  expect((await call(list, {}, `Bearer ${token}`)).body.statusCode).toBe(200)
})

test('users’ tokens that were issued while the clock ran ahead are refused once it is right', async () => {
  await served.keepsake.users.create({ list: [{ username: 'bob', password }] })
  const begin = (token: string | undefined): Promise<Answered> =>
    call('/api/v3/send-enroll-factor-request', { profile: {}, factorType: 'OTP' }, `Bearer ${token}`)
  served.setClock(ahead)
  const early = dataOf(await signIn())['access_token']
  served.setClock(now)
  expect((await begin(early)).body).toMatchObject({ statusCode: 401 })
  expect((await begin(dataOf(await signIn())['access_token'])).body).toMatchObject({ statusCode: 200 })
})

test('a ticket for the second factor that was given while the clock ran ahead is refused once it is right', async () => {
  await served.keepsake.users.create({ list: [{ username: 'bob', password, otp: { secret } }] })
  served.setClock(ahead)
  const { mfaToken } = dataOf(await signIn())
  served.setClock(now)
  const body = { totp: codeAt(secret, now) }
  expect((await call('/api/v2/mfa/totp/verify', body, `Bearer ${mfaToken}`)).body.statusCode).toBe(401)
})

test('a signed request that was sent before is refused though the clock has run ahead and back', async () => {
  const requests = Array.from({ length: 5 }, () => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signed('POST', list, {}, now) },
    body: '{}',
  }))
  const statusOf = async (request: RequestInit): Promise<number> =>
    (await send(`${served.origin}${list}`, request)).body.statusCode
  for (const request of requests) expect(await statusOf(request)).toBe(200)
  served.setClock(ahead)
  for (let time = 0; time < 10; time += 1) expect((await served.post(list, {})).body.statusCode).toBe(200)
  served.setClock(now + 1000)
  for (const request of requests) expect(await statusOf(request)).toBe(401)
  expect((await served.post(list, {})).body.statusCode).toBe(200)
})
