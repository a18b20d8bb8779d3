import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeAt } from '../builders/keepsake.ts'
import { send, serveKeepsake, type Answered, type Served } from './served.ts'

const password = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const header = 'x-keepsake-device-token'
const now = Date.parse('2026-03-01T12:00:00Z')

let served: Served
beforeAll(async () => {
  served = await serveKeepsake({ at: now })
  const list = [
    { username: 'bob', password },
    { username: 'eve', password, otp: { secret } },
    { username: 'ann', password, resetPasswordOnFirstLogin: true },
    { username: 'joe', password },
    { username: 'lea', password, otp: { secret } },
  ]
  ;(await served.keepsake.users.create({ list }))._unsafeUnwrap()
})
afterAll(() => served.stop())

const post = (
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> =>
  send(`${served.origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
const signIn = (username: string, given: string, headers = {}): Promise<Answered> =>
  post('/api/v3/signin', { connection: 'PASSWORD', passwordPayload: { username, password: given } }, headers)

describe('the token of a device over HTTP', () => {
  test('comes in a header with a sign-in, and lets its user in while strangers have used up theirs', async () => {
    const first = await signIn('bob', password)
    const token = first.headers.get(header)!
    expect(first.text).not.toContain(token)
    for (let time = 0; time < 101; time += 1) await signIn('bob', `wrong ${time}`)
    expect((await signIn('bob', password)).body).toMatchObject({ statusCode: 429, apiCode: 1002 })
    for (const forged of [token.slice(1), 'x'.repeat(8000), '...', 'ü'])
      expect((await signIn('bob', password, { [header]: forged })).body.statusCode, forged.slice(0, 9)).toBe(
        429,
      )
    const again = await signIn('bob', password, { [header]: token })
    expect(again.body.statusCode).toBe(200)
    expect(again.headers.get(header)).not.toBe(token)
    for (const event of served.events) expect(JSON.stringify(event)).not.toContain(token)
  })

  test('comes with a new password that a sign-in demands', async () => {
    const demand = await signIn('ann', password)
    expect(demand.headers.get(header)).toBeNull()
    const { token } = demand.body.data as { readonly token: string }
    const path = '/api/v2/users/password/reset-by-first-login-token'
    const weak = await post(path, { token, password: 'ann' })
    expect(weak.headers.get(header)).toBeNull()
    const changed = await post(path, { token, password: 'nine swans on a raft' })
    expect(changed.headers.get(header)).toMatch(/^[\w-]+(?:\.[\w-]+){4}$/u)
    expect(changed.text).not.toContain(changed.headers.get(header))
  })

  test('of somebody else tells no user from nobody, before and after too many attempts', async () => {
    const token = (await signIn('joe', password)).headers.get(header)!
    const answersAt = async (login: string): Promise<readonly unknown[]> => {
      const answers = []
      for (let time = 0; time < 104; time += 1) {
        const { status, headers, body } = await signIn(login, `no ${time}`, { [header]: token })
        const { requestId: _, ...rest } = body
        const told = Object.fromEntries([...headers].filter(([name]) => name !== 'date'))
        answers.push({ status, told, rest })
      }
      return answers
    }
    const ofNobody = await answersAt('nobody')
    expect(ofNobody.at(-1)).toMatchObject({ rest: { statusCode: 429 } })
    expect(ofNobody[0]).toMatchObject({ rest: { statusCode: 403 } })
    expect(await answersAt('ann')).toEqual(ofNobody)
    expect(await answersAt('lea')).toEqual(ofNobody)
  })

  test('comes with the code where there is an authenticator, and with no other answer', async () => {
    const asked = await signIn('eve', password)
    expect(asked.headers.get(header)).toBeNull()
    expect((await signIn('eve', 'wrong')).headers.get(header)).toBeNull()
    const { mfaToken } = asked.body.data as { readonly mfaToken: string }
    const authorization = `Bearer ${mfaToken}`
    const signedIn = await post('/api/v2/mfa/totp/verify', { totp: codeAt(secret, now) }, { authorization })
    expect(signedIn.body.statusCode).toBe(200)
    expect(signedIn.headers.get(header)).toMatch(/^[\w-]+(?:\.[\w-]+){4}$/u)
  })
})
