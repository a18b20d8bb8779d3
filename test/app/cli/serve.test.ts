import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { send } from '../served.ts'
import { accessKeySecret, gather, jsonLines, workplace, type Workplace } from './keepsake.ts'

type Serving = {
  readonly child: ChildProcessWithoutNullStreams
  readonly origin: string
  readonly out: () => string
  readonly error: () => string
  readonly ended: Promise<unknown[]>
}

const serving = async (place: Workplace): Promise<Serving> => {
  const child = place.start(['serve'])
  const ended = once(child, 'close')
  const [out, error] = [gather(child.stdout), gather(child.stderr)]
  const address = /^Keepsake serves user pool (\S+) on (http:\/\/127\.0\.0\.1:\d+)\n/u
  while (!address.test(out())) {
    if (child.exitCode !== null) throw new Error(`serve ended: ${error()}`)
    await pause(20)
  }
  return { child, origin: address.exec(out())?.[2] ?? '', out, error, ended }
}

const tokenOf = async (origin: string): Promise<string> => {
  const body = JSON.stringify({ accessKeyId: '62eaa95ff0000ee52ae6b90c', accessKeySecret })
  const answer = await send(`${origin}/api/v3/get-management-token`, { method: 'POST', body })
  return (answer.body.data as { readonly access_token: string }).access_token
}

/** Waits until the address takes no more requests. A busy machine may need a while to hand the signal over. */
const refused = async (url: string): Promise<void> => {
  const tries = Array.from({ length: 200 })
  for (const _ of tries) {
    const answered = await fetch(url, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    )
    if (!answered) return
    await pause(10)
  }
  throw new Error('requests are still taken')
}

describe('keepsake serve', () => {
  it('says where it serves, logs a line of JSON for every request without its secrets, and stops when asked', async () => {
    const place = workplace()
    const { child, origin, out, error, ended } = await serving(place)
    const token = await tokenOf(origin)
    const password = 'canary-in-the-c0al-mine'
    const headers = { authorization: token }
    const created = await send(`${origin}/api/v3/create-user`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ username: 'a\nb', password, otp: { secret: 'HZ2F6J3AGNAVSOTV' } }),
    })
    expect(created.body).toMatchObject({ statusCode: 400 })
    await send(`${origin}/api/v3/get-user?userId=${password}`, { headers })
    await send(`${origin}/wp-login.php%0a{"time":"forged"}?password=${password}`, {})
    child.kill('SIGTERM')
    expect(await ended).toStrictEqual([0, null])
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

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'lets requests under way have their answers after %s, and takes no more',
    async (signal) => {
      const place = workplace()
      const { child, origin, ended } = await serving(place)
      const headers = { authorization: await tokenOf(origin) }
      const list = Array.from({ length: 80 }, (_, index) => ({
        username: `u${index}`,
        password: `pass-word-${index}`,
      }))
      const answers = [0, 1].map((half) =>
        send(`${origin}/api/v3/create-users-batch`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ list: list.slice(half * 40, half * 40 + 40) }),
        }),
      )
      await pause(400)
      const asked = performance.now()
      child.kill(signal)
      await refused(`${origin}/api/v3/system`)
      expect((await Promise.all(answers)).map(({ body }) => body.statusCode)).toStrictEqual([200, 200])
      const answered = performance.now()
      expect(await ended).toStrictEqual([0, null])
      expect(answered - asked, 'they were under way').toBeGreaterThan(50)
      expect(performance.now() - answered, 'kept-alive connections hold nothing up').toBeLessThan(3000)
      expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 80 }])
      expect(place.query('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }])
    },
  )

  it.each([
    { clientAddress: 'connection', counted: '127.0.0.1' },
    { clientAddress: 'x-forwarded-for', counted: '198.51.100.4' },
    { clientAddress: undefined, counted: undefined },
  ])(
    'with $clientAddress believed, counts a sign-in as from $counted, whatever its sender says',
    async ({ clientAddress, counted }) => {
      const { child, origin, ended } = await serving(workplace({ clientAddress }))
      const headers = { authorization: await tokenOf(origin) }
      const bob = { username: 'bob', password: 'nine geese on a raft' }
      const created = await send(`${origin}/api/v3/create-user`, {
        method: 'POST',
        headers,
        body: JSON.stringify(bob),
      })
      const { userId } = created.body.data as { readonly userId: string }
      const signedIn = await send(`${origin}/api/v3/signin`, {
        method: 'POST',
        headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.4' },
        body: JSON.stringify({ connection: 'PASSWORD', passwordPayload: bob }),
      })
      expect(signedIn.body.statusCode).toBe(200)
      const { body } = await send(`${origin}/api/v3/get-user?userId=${userId}`, { headers })
      expect((body.data as { readonly lastIp?: string }).lastIp).toBe(counted)
      child.kill('SIGTERM')
      await ended
    },
  )

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
