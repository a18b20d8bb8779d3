import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { openKeepsake } from '../../examples/accounts/keepsake.ts'
import { makeRoutes, type Routes } from '../../examples/accounts/accounts.ts'
import { openCookieSessions } from '../../examples/sessions/cookie-sessions.ts'
import { createService as onExpress } from '../../examples/express/service.ts'
import { createService as onFastify } from '../../examples/fastify/service.ts'
import { createService as onHono } from '../../examples/hono/service.ts'
import { carry as inNext } from '../../examples/next/carry.ts'

/** A service that listens. */
export type Listening = { readonly origin: string; readonly stop: () => Promise<unknown> }

/** A framework, and how a service on it listens. */
export type Framework = { readonly name: string; readonly listen: (routes: Routes) => Promise<Listening> }

const listening = async (server: Server): Promise<Listening> => {
  if (!server.listening) await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const host = '127.0.0.1'

/** Its decorators are compiled by a configuration of its own, so its types are not those of this test. */
const nest: string = '../../examples/nest/service.ts'

export const frameworks: readonly Framework[] = [
  { name: 'Express', listen: (routes) => listening(onExpress(routes).listen(0, host)) },
  {
    name: 'Fastify',
    listen: async (routes) => {
      const app = onFastify(routes)
      const origin = await app.listen({ port: 0, host })
      return { origin, stop: () => app.close() }
    },
  },
  {
    name: 'Hono',
    listen: (routes) => listening(serve({ fetch: onHono(routes).fetch, hostname: host, port: 0 }) as Server),
  },
  {
    name: 'NestJS',
    listen: async (routes) => {
      const { createService } = (await import(nest)) as {
        readonly createService: (routes: Routes) => Promise<{
          readonly listen: (port: number, host: string) => Promise<unknown>
          readonly getUrl: () => Promise<string>
          readonly close: () => Promise<void>
        }>
      }
      const app = await createService(routes)
      await app.listen(0, host)
      return { origin: await app.getUrl(), stop: () => app.close() }
    },
  },
  {
    // Next.js itself is too large for a test; what it calls is a function of the web's Request and Response.
    name: 'the Route Handlers of Next.js',
    listen: (routes) =>
      listening(serve({ fetch: inNext(async () => routes), hostname: host, port: 0 }) as Server),
  },
]

/** Opens a service of the examples, and what its users get by mail. */
export const openService = async ({ listen }: Framework) => {
  const mail = openCaptureSender()
  const keepsake = await openKeepsake(new Uint8Array(32).fill(7), {
    storage: openMemoryStorage(),
    noticeSender: mail,
  })
  const sessions = openCookieSessions(keepsake, 'a secret of thirty-two characters or more')
  const service = await listen(makeRoutes(keepsake, sessions))
  return { ...service, keepsake, mail }
}
