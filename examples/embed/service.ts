/** A service of one's own with Keepsake inside: it brings its users in once, and answers `POST /login` from then on. */
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { createKeepsake, type CreateUsers, type Keepsake } from '@keepsake/app'
import { checkShape, signInRequest } from '@keepsake/http/wire'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'

/** Wires the facade: the standard ports, and after them whichever are to be others, or of your own. */
export const openKeepsake = async (file: string, sealingKey: Uint8Array): Promise<Keepsake> => {
  const keys = { keys: [{ id: 'k1', key: sealingKey }], current: 'k1' }
  const ports = {
    ...(await openStandardPorts(keys)),
    storage: await openSqliteStorage({ file }),
    noticeSender: openCaptureSender(),
  }
  return createKeepsake(ports, {
    pool: 'my-service',
    phoneCountryCode: '+86',
    loginUrl: 'https://my-service.example.com/login',
  })
}

/** Brings users in with what they have. Rows that cannot be taken are named, and the others are in. */
export const moveIn = async (keepsake: Keepsake, batch: CreateUsers): Promise<readonly string[]> => {
  const report = await keepsake.users.create({ ...batch, mode: 'each' })
  if (report.isErr()) throw new Error('The users could not be brought in', { cause: report.error })
  return report.value.refused.flatMap(({ issues }) =>
    issues.map(({ code, path }) => `${path.join('.')}: ${code}`),
  )
}

/**
 * The service itself: `{"login","password","code"?}` in, `{"verdict"}` out. With the caller's address Keepsake slows down
 * the one who guesses, and no other user; behind a proxy of your own it is what that proxy says.
 */
export const createService = (keepsake: Keepsake): Hono<{ Bindings: Partial<HttpBindings> }> => {
  const service = new Hono<{ Bindings: Partial<HttpBindings> }>()
  service.post('/login', async (c) => {
    const attempt = checkShape(signInRequest, await c.req.json().catch(() => undefined))
    if (attempt.isErr()) return c.json({ verdict: 'malformed' }, 400)
    const ip = c.env.incoming?.socket.remoteAddress
    const answer = await keepsake.signIn({ ...attempt.value, ...(ip === undefined ? {} : { ip }) })
    if (answer.isErr()) return c.json({ verdict: 'unavailable' }, 503)
    return c.json({ verdict: answer.value.verdict }, answer.value.verdict === 'signed_in' ? 200 : 401)
  })
  return service
}
