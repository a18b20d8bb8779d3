/** A service with users, sessions, a second factor and resets, on Fastify 5. */
import fastify, { type FastifyInstance } from 'fastify'
import type { Routes } from '../accounts/accounts.ts'

/** Makes the service. */
export const createService = (routes: Routes): FastifyInstance => {
  const app = fastify({ bodyLimit: 16 * 1024 })
  for (const [route, handler] of Object.entries(routes)) {
    const [method, url] = route.split(' ') as ['GET' | 'POST', string]
    app.route({
      method,
      url,
      handler: async ({ body, headers, ip }, reply) => {
        const answer = await handler({ body, cookies: headers.cookie, ip })
        for (const cookie of answer.cookies ?? []) reply.header('set-cookie', cookie)
        return reply.code(answer.status).send(answer.body)
      },
    })
  }
  return app
}
