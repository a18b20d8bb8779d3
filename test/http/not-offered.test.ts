import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { AuthenticationClient, ManagementClient } from 'authing-node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whyMissing } from '../../packages/http/src/not-offered.ts'
import { routes } from '../../packages/http/src/routes/index.ts'
import { accessKeyId, accessKeySecret, send, serveKeepsake, type Served } from './served.ts'

let served: Served

beforeAll(async () => {
  served = await serveKeepsake()
})
afterAll(() => served.stop())

type SdkMethod = { readonly name: string; readonly method: string; readonly path: string }

/** Every request of the contract that the published SDK makes, read from its own text. */
const sdkMethods = ['ManagementClient', 'AuthenticationClient'].flatMap((client): readonly SdkMethod[] => {
  const text = readFileSync(
    createRequire(import.meta.url).resolve(`authing-node-sdk/dist/${client}.js`),
    'utf8',
  )
  return text.split(/^ {4}(?=\w+\(.*\) \{$)/mu).flatMap((part) => {
    const name = /^\w+/u.exec(part)?.[0]
    const method = /method: "(?<found>[A-Z]+)"/u.exec(part)?.groups?.['found']
    const path = /url: ["'`](?<found>\/api\/v[23]\/[^"'`?]*)/u.exec(part)?.groups?.['found']
    return name === undefined || method === undefined || path === undefined ? [] : [{ name, method, path }]
  })
})
const isOffered = ({ method, path }: SdkMethod): boolean =>
  routes.some((route) => route.method === method && route.path === path)
const missing = sdkMethods.filter((each) => !isOffered(each))

describe('what the SDK can ask for and is not offered', () => {
  it('is most of it', () => {
    expect(sdkMethods.length).toBeGreaterThan(600)
    expect(missing.length).toBeGreaterThan(570)
  })

  it('answers 501 and names the SDK’s method', () => {
    for (const { name, method, path } of missing) {
      const why = whyMissing(method, path.replaceAll(/\{\w+\}/gu, 'some-id'), routes)
      expect(why, `${method} ${path}`).toMatchObject({ status: 501, issue: { code: 'request.not_offered' } })
      // Two methods may share a request.
      const names = sdkMethods
        .filter((each) => each.method === method && each.path === path)
        .map((each) => each.name)
      expect(names, name).toContain(why.issue.params?.['method'])
    }
  })

  it('makes the SDK throw, so that nothing seems done', async () => {
    const management = new ManagementClient({ accessKeyId, accessKeySecret, host: served.origin })
    const refused = { response: { status: 501 } }
    await expect(management.kickUsers({ userId: 'a', appIds: ['b'] })).rejects.toMatchObject(refused)
    await expect(management.deleteGroupsBatch({ codeList: ['a'] })).rejects.toMatchObject(refused)
    await expect(management.updateSecuritySettings({})).rejects.toMatchObject(refused)
    const authentication = new AuthenticationClient({
      appId: 'app-1',
      appSecret: 'of no meaning here',
      appHost: served.origin,
      accessToken: 'a',
    })
    await expect(authentication.revokeToken('a')).rejects.toMatchObject({ response: { status: 404 } })
    await expect(authentication.deleteAccount({ deleteAccountToken: 'a' })).rejects.toMatchObject(refused)
  })

  it('is answered before anybody proves who they are, and reads no body', async () => {
    const body = JSON.stringify({ list: 'a'.repeat(100_000) })
    const answer = await send(`${served.origin}/api/v3/kick-users`, { method: 'POST', body })
    expect(answer.status).toBe(501)
  })
})

describe('a path of an endpoint that is misspelt', () => {
  it.each([
    '/api/v3/get-user/',
    '/api/v3//get-user',
    '/api/v3/GET-USER',
    '/api/v3/Get-User/',
    '/api/v2/mfa/totp/verify/',
  ])('is not said to ask for what is not offered, since it is: %s', (path) => {
    for (const method of ['GET', 'POST'])
      expect(whyMissing(method, path, routes)).toMatchObject({
        status: 404,
        issue: { code: 'request.endpoint_unknown' },
      })
  })

  it('is 501 where the endpoint is not offered either way', () => {
    for (const path of ['/api/v3/kick-users/', '/api/v3/KICK-USERS', '/api/v3/get-user/more'])
      expect(whyMissing('POST', path, routes).status).toBe(501)
  })
})
