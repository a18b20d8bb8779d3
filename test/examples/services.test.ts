import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeAt, valueOf } from '../builders/keepsake.ts'
import { openBrowser } from './browser.ts'
import { frameworks, openService } from './services.ts'

const password = 'nine geese on a raft'
const zoe = { username: 'zoe', email: 'zoe@example.com', password }

describe.each(frameworks)('a service on $name', (framework) => {
  let service: Awaited<ReturnType<typeof openService>>
  beforeAll(async () => {
    service = await openService(framework)
  })
  afterAll(() => service.stop())
  const browse = () => openBrowser(service.origin)

  it('takes a user in, and says what is wrong with one that it does not take', async () => {
    const browser = browse()
    expect(await browser.post('/users', zoe)).toEqual({
      status: 201,
      body: { user: { userId: expect.any(String), username: 'zoe', email: 'zoe@example.com' } },
    })
    const again = await browser.post('/users', { ...zoe, email: 'no address', password: 'short' })
    expect(again.status).toBe(400)
    expect(again.body['issues']).toEqual(
      expect.arrayContaining([
        { code: 'user.email_malformed', path: 'list.0.email' },
        { code: 'password.too_short', path: 'list.0.password' },
      ]),
    )
    // A new user decides nothing but this.
    await browser.post('/users', { ...zoe, username: 'eve', email: 'eve@example.com', status: 'Suspended' })
    const eve = await valueOf(service.keepsake.users.find({ username: 'eve' }))
    expect(eve?.user.status).toBe('Activated')
  })

  it('signs in, knows the user by the session, and signs out', async () => {
    const browser = browse()
    expect((await browser.get('/me')).status).toBe(401)
    expect(await browser.post('/login', { login: 'zoe', password: 'a guess' })).toEqual({
      status: 401,
      body: { verdict: 'wrong_credentials' },
    })
    expect((await browser.post('/login', { login: { $ne: '' }, password: 5 })).status).toBe(400)
    expect((await browser.post('/login', [])).status).toBe(400)
    expect(await browser.post('/login', { login: 'Zoe@Example.com', password })).toMatchObject({
      status: 200,
      body: { verdict: 'signed_in', user: { username: 'zoe' } },
    })
    for (const name of ['session', 'device'])
      expect(browser.attributes().get(name)).toMatch(/; HttpOnly; Secure; SameSite=Lax$/u)
    expect(await browser.get('/me')).toMatchObject({ status: 200, body: { user: { username: 'zoe' } } })
    await browser.post('/logout')
    expect((await browser.get('/me')).status).toBe(401)
  })

  it('asks for the code of an authenticator once there is one', async () => {
    const browser = browse()
    await browser.post('/login', { login: 'zoe', password })
    const { body: begun } = await browser.post('/authenticator')
    const secret = new URL(String(begun['uri'])).searchParams.get('secret')!
    const now = Date.now()
    const ticket = begun['ticket']
    expect((await browser.post('/authenticator/confirm', { ticket, code: '000000' })).status).toBe(409)
    const enrolled = await browser.post('/authenticator/confirm', { ticket, code: codeAt(secret, now) })
    expect(enrolled.status).toBe(200)
    const [recoveryCode] = enrolled.body['recoveryCodes'] as readonly string[]

    const phone = browse()
    const asked = await phone.post('/login', { login: 'zoe', password })
    expect(asked).toMatchObject({ status: 401, body: { verdict: 'otp_required' } })
    expect((await phone.get('/me')).status).toBe(401)
    const proof = { ticket: asked.body['ticket'], code: codeAt(secret, now + 30_000) }
    expect((await phone.post('/login/code', { ...proof, code: '000000' })).body).toEqual({
      verdict: 'code_wrong',
    })
    expect((await phone.post('/login/code', proof)).body).toMatchObject({ verdict: 'signed_in' })
    expect((await phone.get('/me')).status).toBe(200)

    const tablet = browse()
    const next = await tablet.post('/login', { login: 'zoe', password })
    const recovery = { ticket: next.body['ticket'], recoveryCode }
    expect((await tablet.post('/login/code', recovery)).body).toMatchObject({ verdict: 'signed_in' })
  })

  it('resets a password, and with it ends every session', async () => {
    await browse().post('/users', { ...zoe, username: 'mia', email: 'mia@example.com' })
    const browser = browse()
    await browser.post('/login', { login: 'mia', password })
    const thief = browser.copy()
    expect((await thief.get('/me')).status).toBe(200)
    for (const login of ['mia', 'nobody'])
      expect(await browser.post('/password/forgotten', { login })).toEqual({ status: 202, body: {} })
    await valueOf(service.keepsake.notices.deliver())
    const message = service.mail.messages().at(-1)
    const token = message?.kind === 'password-reset' ? message.token.reveal() : ''
    const newPassword = 'twelve herons by the lake'
    expect((await browser.post('/password/reset', { token: 'x', newPassword })).status).toBe(409)
    expect((await browser.post('/password/reset', { token, newPassword: 'short' })).status).toBe(400)
    expect((await browser.post('/password/reset', { token, newPassword })).body).toEqual({
      verdict: 'changed',
    })
    for (const each of [browser, thief]) expect((await each.get('/me')).status).toBe(401)
    expect((await browser.post('/login', { login: 'mia', password: newPassword })).status).toBe(200)
    expect((await browser.get('/me')).status).toBe(200)
  })

  it('knows a suspended user no more', async () => {
    await browse().post('/users', { ...zoe, username: 'ida', email: 'ida@example.com' })
    const browser = browse()
    await browser.post('/login', { login: 'ida', password })
    const { user } = (await valueOf(service.keepsake.users.find({ username: 'ida' })))!
    await valueOf(service.keepsake.users.update({ userId: user.id, changes: { status: 'Suspended' } }))
    expect((await browser.get('/me')).status).toBe(401)
    expect((await browser.copy().post('/login', { login: 'ida', password })).body).toEqual({
      verdict: 'wrong_credentials',
    })
  })
})
