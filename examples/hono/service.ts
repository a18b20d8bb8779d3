/** A service with users, sessions, a second factor and resets, on Hono 4. It runs wherever Hono runs on Node.js. */
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Routes } from '../accounts/accounts.ts'

type Env = { readonly Bindings: Partial<HttpBindings> }

/** Makes the service. */
export const createService = (routes: Routes): Hono<Env> => {
  const app = new Hono<Env>()
  app.use(bodyLimit({ maxSize: 16 * 1024 }))
  for (const [route, handler] of Object.entries(routes)) {
    const [method, path] = route.split(' ') as ['GET' | 'POST', string]
    app.on(method, path, async (c) => {
      const answer = await handler({
        body: method === 'GET' ? undefined : await c.req.json().catch(() => undefined),
        cookies: c.req.header('cookie'),
        ip: c.env.incoming?.socket.remoteAddress,
      })
      for (const cookie of answer.cookies ?? []) c.header('set-cookie', cookie, { append: true })
      return c.json(answer.body, answer.status as ContentfulStatusCode)
    })
  }
  return app
}
