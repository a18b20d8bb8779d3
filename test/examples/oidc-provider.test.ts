import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import type { Keepsake } from '@keepsake/app'
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openKeepsake } from '../../examples/accounts/keepsake.ts'
import { openProvider } from '../../examples/oidc-provider/provider.ts'
import { createService } from '../../examples/oidc-provider/service.ts'
import { codeAt, valueOf } from '../builders/keepsake.ts'

const password = 'nine geese on a raft'
const callback = 'https://shop.example.com/callback'

let keepsake: Keepsake
let server: Server
let issuer: string
let userId: string

beforeAll(async () => {
  keepsake = await openKeepsake(new Uint8Array(32).fill(7), {
    storage: openMemoryStorage(),
    noticeSender: openCaptureSender(),
  })
  const list = [{ username: 'zoe', email: 'zoe@example.com', name: 'Zoe', password }]
  userId = (await valueOf(keepsake.users.create({ list }))).created[0]!.account.user.id
  // The issuer has the port, so the server listens before the provider is made.
  server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const provider = openProvider(keepsake, {
    issuer,
    clients: [
      {
        client_id: 'shop',
        client_secret: 'secret',
        redirect_uris: [callback],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    cookieKeys: [randomBytes(32).toString('hex')],
  })
  server.on('request', createService(keepsake, provider))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** A browser that keeps cookies and follows redirects within the provider. */
const openBrowser = () => {
  const jar = new Map<string, string>()
  const ask = async (path: string, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const response = await fetch(new URL(path, issuer), {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(form !== undefined && { body: new URLSearchParams(form) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', ...value] = cookie.split(';')[0]!.split('=')
      jar.set(name, value.join('='))
    }
    const next = response.headers.get('location')
    return next === null || next.startsWith(callback) ? response : ask(next)
  }
  return { ask }
}

const verifier = randomBytes(32).toString('base64url')
const authorization = `/auth?${new URLSearchParams({
  client_id: 'shop',
  response_type: 'code',
  scope: 'openid profile email',
  redirect_uri: callback,
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
})}`

const codeIn = (response: Response): string | null =>
  new URL(response.headers.get('location') ?? 'x:').searchParams.get('code')

type Tokens = { readonly access_token: string; readonly id_token: string }

const redeem = async (code: string): Promise<Tokens> => {
  const form = { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier }
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('shop:secret').toString('base64')}` },
    body: new URLSearchParams(form),
  })
  return (await response.json()) as Tokens
}

const userInfo = (token: string): Promise<Response> =>
  fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${token}` } })

const signIn = async (
  browser: ReturnType<typeof openBrowser>,
  fields: Readonly<Record<string, string>>,
): Promise<Response> => {
  const page = await browser.ask(authorization)
  const [, action = ''] = /action="([^"]+)"/u.exec(await page.text()) ?? []
  return browser.ask(action, { login: 'zoe', password, ...fields })
}

describe('an OpenID provider with Keepsake as its accounts', () => {
  it('signs a user in for an application, which learns who it is', async () => {
    const browser = openBrowser()
    expect((await signIn(browser, { password: 'a guess' })).status).toBe(401)
    const { access_token: access, id_token: id } = await redeem(codeIn(await signIn(browser, {}))!)
    const { payload } = await jwtVerify(id, createRemoteJWKSet(new URL(`${issuer}/jwks`)), {
      issuer,
      audience: 'shop',
    })
    expect(payload.sub).toBe(userId)
    expect(await (await userInfo(access)).json()).toEqual({
      sub: userId,
      name: 'Zoe',
      preferred_username: 'zoe',
      email: 'zoe@example.com',
      email_verified: false,
    })
    // The next application of the service asks for no password.
    expect(codeIn(await browser.ask(authorization))).not.toBeNull()
  })

  it('asks again once the password is another', async () => {
    const browser = openBrowser()
    await signIn(browser, {})
    expect(codeIn(await browser.ask(authorization))).not.toBeNull()
    const change = { login: 'zoe', password, newPassword: 'twelve herons by the lake' }
    // The provider counts in seconds: the change comes in a later one.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await valueOf(keepsake.passwords.change(change))
    expect(codeIn(await browser.ask(authorization))).toBeNull()
    expect(codeIn(await signIn(browser, { password: change.newPassword }))).not.toBeNull()
    const back = { ...change, password: change.newPassword, newPassword: password }
    await valueOf(keepsake.passwords.change(back))
  })

  it('asks for the code of an authenticator', async () => {
    const { secret, ticket } = await valueOf(keepsake.authenticators.begin({ userId }))
    const now = Date.now()
    const confirmed = { userId, ticket: ticket.reveal(), code: codeAt(secret.reveal(), now) }
    await valueOf(keepsake.authenticators.confirm(confirmed))
    const browser = openBrowser()
    const asked = await signIn(browser, {})
    expect(asked.status).toBe(401)
    expect(await asked.text()).toContain('otp_required')
    const code = codeAt(secret.reveal(), now + 30_000)
    expect(codeIn(await signIn(browser, { code }))).not.toBeNull()
    await valueOf(keepsake.authenticators.removeAll({ userId }))
  })

  it('gives nothing more of a user who is suspended', async () => {
    const { access_token: access } = await redeem(codeIn(await signIn(openBrowser(), {}))!)
    const suspend = (status: string) => keepsake.users.update({ userId, changes: { status } })
    await valueOf(suspend('Suspended'))
    expect((await userInfo(access)).status).toBe(401)
    expect((await signIn(openBrowser(), {})).status).toBe(401)
    await valueOf(suspend('Activated'))
    expect((await userInfo(access)).status).toBe(200)
  })
})
