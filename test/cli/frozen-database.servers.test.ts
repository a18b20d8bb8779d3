import { once } from 'node:events'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { startMariadb } from '../servers/mariadb.ts'
import { startPostgres } from '../servers/postgres.ts'
import type { Server } from '../servers/server-process.ts'
import { send } from '../http/served.ts'
import { gather, workplace } from './keepsake.ts'
import { originIn, tokenOf } from './serving.ts'

/** A `serve` of its own process over a server of its own, with a relay that asks it for work all the while. */
const serveOver = async (start: () => Promise<Server>, timeouts: object) => {
  const server = await start()
  onTestFinished(() => server.stop())
  const place = workplace({
    databaseUrl: server.url,
    databaseTimeouts: timeouts,
    notices: { capturedTo: './captured' },
  })
  const child = place.spawn(['serve'])
  const exited = once(child, 'exit')
  const [out, error] = [gather(child.stdout), gather(child.stderr)]
  const origin = await originIn(out, () => (child.exitCode === null ? undefined : error()))
  const authorization = `Bearer ${await tokenOf(origin)}`
  const list = () => send(`${origin}/api/v3/list-users?limit=1`, { headers: { authorization } })
  return { server, child, exited, list }
}

const testFreezes = (start: () => Promise<Server>): void => {
  test('serve answers 503, and 200 again once the server goes on', { timeout: 120_000 }, async () => {
    const { server, child, exited, list } = await serveOver(start, { connect: 500, statement: 500 })
    expect((await list()).body.statusCode).toBe(200)
    server.freeze()
    const answers = await Promise.all(Array.from({ length: 20 }, list))
    expect(answers.map(({ body }) => body.statusCode)).toEqual(answers.map(() => 503))
    server.thaw()
    while ((await list()).body.statusCode !== 200);
    child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })

  test(
    'serve ends when it is asked to, though requests and its relay wait for the server',
    { timeout: 120_000 },
    async () => {
      const { server, child, exited, list } = await serveOver(start, {})
      server.freeze()
      const waiting = Array.from({ length: 20 }, () =>
        list().then(
          ({ body }) => body.statusCode,
          () => 'cut off',
        ),
      )
      // So that they are under way.
      await new Promise((resolve) => setTimeout(resolve, 500))
      child.kill('SIGTERM')
      expect(await exited).toEqual([0, null])
      for (const answer of await Promise.all(waiting)) expect([503, 'cut off']).toContain(answer)
    },
  )
}

describe('where PostgreSQL stands still', () => {
  testFreezes(() => startPostgres())
})

describe.skipIf(inject('mariadbUrl') === '')('where MariaDB stands still', () => {
  testFreezes(() => startMariadb())
})
