import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { send } from '../http/served.ts'
import { gather, jsonLines, keptUsers, workplace } from './keepsake.ts'
import { originIn, tokenOf } from './serving.ts'

/** The exit code of a process, or the signal that ended it. */
const endOf = async (child: ChildProcessWithoutNullStreams): Promise<unknown> => {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return code ?? signal
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

// What other tests of the commands run inside their own process is here a process of its own.
describe('keepsake as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serves until %s, lets requests under way have their answers, and takes no more',
    async (signal) => {
      const place = workplace()
      const child = place.spawn(['serve'])
      const ended = endOf(child)
      const [out, error] = [gather(child.stdout), gather(child.stderr)]
      const origin = await originIn(out, () => (child.exitCode === null ? undefined : error()))
      const headers = { authorization: await tokenOf(origin) }
      const list = Array.from({ length: 40 }, (_, index) => ({
        username: `u${index}`,
        password: `pass-word-${index}`,
      }))
      const answers = [0, 1].map((half) =>
        send(`${origin}/api/v3/create-users-batch`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ list: list.slice(half * 20, half * 20 + 20) }),
        }),
      )
      // Those that have an answer came after them; their passwords take longer than that.
      await send(`${origin}/api/v3/system`, {})
      await pause(50)
      const asked = performance.now()
      child.kill(signal)
      await refused(`${origin}/api/v3/system`)
      expect((await Promise.all(answers)).map(({ body }) => body.statusCode)).toStrictEqual([200, 200])
      const answered = performance.now()
      expect(await ended).toBe(0)
      expect(answered - asked, 'they were under way').toBeGreaterThan(50)
      expect(performance.now() - answered, 'kept-alive connections hold nothing up').toBeLessThan(3000)
      expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 40 }])
      expect(place.query('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }])
    },
  )

  it('answers while its input goes on, byte by byte, and ends well with it', async () => {
    const place = workplace()
    const bob = { login: '张三', password: '密码-pässwörd 😀' }
    place.write('users.json', { list: [{ username: bob.login, password: bob.password }] })
    expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
    const child = place.spawn(['sign-in'])
    const ended = endOf(child)
    const answered = once(child.stdout, 'data')
    for (const byte of Buffer.from(`${JSON.stringify(bob)}\n`)) child.stdin.write(Uint8Array.of(byte))
    expect(jsonLines(String(await answered))).toMatchObject([{ verdict: 'signed_in' }])
    child.stdin.end()
    expect(await ended).toBe(0)
  })

  it('reads its own environment and folder, and leaves the exit code of what it was asked for', async () => {
    const place = workplace({ databaseUrl: undefined })
    place.write('users.json', { list: [{ username: 'ann' }, { username: 'bob', email: '@' }] })
    const child = place.spawn(['import', 'users', 'users.json'], {
      KEEPSAKE_DATABASE_URL: 'sqlite:./users.db',
    })
    const [out, error] = [gather(child.stdout), gather(child.stderr)]
    expect(await endOf(child)).toBe(1)
    expect(out()).toContain('created                 1\n')
    expect(error()).toBe('list.1.email is not an email address (user.email_malformed)\n')
    expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 1 }])
  })

  it('goes on with its work when the reader of its output has gone', async () => {
    const place = workplace({ limits: { rows: 100 } })
    place.write('users.json', keptUsers(300))
    const child = place.spawn(['import', 'users', 'users.json'])
    child.stdout.destroy()
    child.stderr.destroy()
    expect(await endOf(child)).toBe(0)
    expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 300 }])
  })

  it('ends at once by a signal where the command has nothing to bring to an end', async () => {
    const child = workplace().spawn(['sign-in'])
    const answered = once(child.stdout, 'data')
    child.stdin.write('{}\n')
    await answered
    child.kill('SIGINT')
    expect(await endOf(child)).toBe('SIGINT')
  })
})
