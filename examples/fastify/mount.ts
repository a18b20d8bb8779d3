import { getRequestListener } from '@hono/node-server'
import type { FastifyInstance } from 'fastify'
import type { Fetch } from '../accounts/fetch.ts'

/** Mounts Keepsake's HTTP facade. It reads bodies itself, so it takes the request before Fastify reads one. */
export const mountFacade = (app: FastifyInstance, fetch: Fetch): FastifyInstance => {
  const listen = getRequestListener(fetch)
  return app.addHook('onRequest', async ({ raw, url }, reply) => {
    if (!/^\/api\/v[23]\//u.test(url)) return
    reply.hijack()
    await listen(raw, reply.raw)
  })
}
