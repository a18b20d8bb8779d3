import { chmodSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { accessKeySecret, jsonLines, workplace } from '../keepsake.ts'
import { sendOnce, serving, tokenOf } from '../serving.ts'

describe('keepsake serve', () => {
  it('says where it serves, logs a line of JSON for every request without its secrets, and stops when asked', async () => {
    const place = workplace()
    const { origin, out, error, stop, ended } = await serving(place)
    const token = await tokenOf(origin)
    const password = 'canary-in-the-c0al-mine'
    const headers = { authorization: token }
    const created = await sendOnce(`${origin}/api/v3/create-user`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ username: 'a\nb', password, otp: { secret: 'HZ2F6J3AGNAVSOTV' } }),
    })
    expect(created.body).toMatchObject({ statusCode: 400 })
    await sendOnce(`${origin}/api/v3/get-user?userId=${password}`, { headers })
    await sendOnce(`${origin}/wp-login.php%0a{"time":"forged"}?password=${password}`, {})
    stop()
    expect(await ended).toBe(0)
    expect(error()).toBe('')
    const [, ...log] = out().trimEnd().split('\n')
    expect(jsonLines(log.join('\n'))).toStrictEqual(
      (
        [
          ['POST', '/api/v3/get-management-token', 200],
          ['POST', '/api/v3/create-user', 400],
          ['GET', '/api/v3/get-user', 404],
          ['GET', expect.stringMatching(/^\/wp-login/u), 404],
        ] as const
      ).map(([method, path, statusCode]) => ({
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
        requestId: expect.any(String),
        method,
        path,
        statusCode,
        durationMs: expect.any(Number),
        ...(path === '/api/v3/get-user' ? { apiCode: 2004 } : {}),
      })),
    )
    for (const secret of [password, token, accessKeySecret, 'HZ2F6J3AGNAVSOTV'])
      expect(out()).not.toContain(secret)
  })

  it.each([
    { clientAddress: 'connection', counted: '127.0.0.1' },
    { clientAddress: 'x-forwarded-for', counted: '198.51.100.4' },
    { clientAddress: undefined, counted: undefined },
  ])(
    'with $clientAddress believed, counts a sign-in as from $counted, whatever its sender says',
    async ({ clientAddress, counted }) => {
      const { origin } = await serving(workplace({ clientAddress }))
      const headers = { authorization: await tokenOf(origin) }
      const bob = { username: 'bob', password: 'nine geese on a raft' }
      const created = await sendOnce(`${origin}/api/v3/create-user`, {
        method: 'POST',
        headers,
        body: JSON.stringify(bob),
      })
      const { userId } = created.body.data as { readonly userId: string }
      const signedIn = await sendOnce(`${origin}/api/v3/signin`, {
        method: 'POST',
        headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.4' },
        body: JSON.stringify({ connection: 'PASSWORD', passwordPayload: bob }),
      })
      expect(signedIn.body.statusCode).toBe(200)
      const { body } = await sendOnce(`${origin}/api/v3/get-user?userId=${userId}`, { headers })
      expect((body.data as { readonly lastIp?: string }).lastIp).toBe(counted)
    },
  )

  it.each([
    { trustedProxies: 2, counted: '2001:db8::7' },
    { trustedProxies: 3, counted: '203.0.113.9' },
    { trustedProxies: 4, counted: undefined },
  ])('reads what the outermost of $trustedProxies proxies has added', async ({ trustedProxies, counted }) => {
    const { origin } = await serving(workplace({ clientAddress: 'x-forwarded-for', trustedProxies }))
    const headers = { authorization: await tokenOf(origin) }
    const bob = { username: 'bob', password: 'nine geese on a raft' }
    const created = await sendOnce(`${origin}/api/v3/create-user`, {
      method: 'POST',
      headers,
      body: JSON.stringify(bob),
    })
    const { userId } = created.body.data as { readonly userId: string }
    await sendOnce(`${origin}/api/v3/signin`, {
      method: 'POST',
      headers: { 'x-forwarded-for': '203.0.113.9:80, [2001:db8::7]:443, 198.51.100.4' },
      body: JSON.stringify({ connection: 'PASSWORD', passwordPayload: bob }),
    })
    const { body } = await sendOnce(`${origin}/api/v3/get-user?userId=${userId}`, { headers })
    expect((body.data as { readonly lastIp?: string }).lastIp).toBe(counted)
  })

  it.each([
    [{ clientAddress: undefined }, true],
    [{ clientAddress: 'connection' }, false],
  ])('with %j, warns that nobody knows where attempts come from: %s', async (changes, warns) => {
    const { error } = await serving(workplace(changes))
    expect(error().includes('clientAddress is not set')).toBe(warns)
  })

  it('refuses to count proxies where nothing is read of them', async () => {
    for (const clientAddress of [undefined, 'connection']) {
      const changes = { trustedProxies: 2, clientAddress }
      const { code, error } = await workplace(changes).run(['serve'])
      expect(code).toBe(2)
      expect(error).toContain('trustedProxies')
    }
    const { error } = await workplace({ clientAddress: 'x-forwarded-for', trustedProxies: 0 }).run(['serve'])
    expect(error).toContain('trustedProxies')
  })

  it('says so where the port is taken, and where the host would send passwords in clear', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const busy = await workplace({ port }).run(['serve'])
    taken.close()
    expect(busy).toStrictEqual({
      code: 2,
      out: '',
      error: `Cannot listen on 127.0.0.1:${port}: EADDRINUSE\n`,
    })
    const open = await workplace({ host: '0.0.0.0' }).run(['serve'])
    expect(open).toMatchObject({ code: 2, out: '' })
    expect(open.error).toContain('TLS')
  })
})

describe('a database that others may read', () => {
  it('is warned of when it is served, and by whom it may be mended', async () => {
    const place = workplace()
    expect((await place.run(['migrate'])).code).toBe(0)
    const safe = await serving(place)
    safe.stop()
    await safe.ended
    expect(safe.error()).not.toContain('users.db')
    chmodSync(place.at('users.db'), 0o644)
    const exposed = await serving(place)
    exposed.stop()
    expect(await exposed.ended).toBe(0)
    expect(exposed.error()).toMatch(
      /^Warning: the database .*users\.db may be read by other users, with mode 644/mu,
    )
  })
})
