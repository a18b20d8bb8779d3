import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { createKeepsake } from '@keepsake/app'
import { conceal, userPoolId } from '@keepsake/domain'
import { createHttpApp } from '@keepsake/http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createService as onExpress } from '../../examples/express/service.ts'
import { mountFacade as inFastify } from '../../examples/fastify/mount.ts'
import { createService as onFastify } from '../../examples/fastify/service.ts'
import { mountFacade as inHono } from '../../examples/hono/mount.ts'
import { createService as onHono } from '../../examples/hono/service.ts'
import type { Routes } from '../../examples/accounts/accounts.ts'
import type { Fetch } from '../../examples/accounts/fetch.ts'

const keys = { keys: [{ id: 'k1', key: new Uint8Array(32).fill(7) }], current: 'k1' }
const ports = {
  ...(await openStandardPorts(keys)),
  storage: openMemoryStorage(),
  noticeSender: openCaptureSender(),
}
const keepsake = createKeepsake(ports, { pool: 'my-service' })
const facade = createHttpApp(keepsake, ports, {
  pool: userPoolId('my-service'),
  accessKeyId: 'my-service',
  accessKeySecret: conceal('a secret of the service'),
})

const routes: Routes = { 'POST /echo': async ({ body }) => ({ status: 200, body: body as object }) }

const listening = async (server: Server): Promise<string> => {
  if (!server.listening) await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const host = '127.0.0.1'

/** NestJS's decorators are compiled by a configuration of its own, so its types are not those of this test. */
const nest = (file: string): string => `../../examples/nest/${file}.ts`

type Nest = {
  readonly use: (...given: readonly unknown[]) => unknown
  readonly listen: (port: number, host: string) => Promise<unknown>
  readonly getUrl: () => Promise<string>
  readonly close: () => Promise<void>
}
type NestExample = {
  readonly createService: (routes: Routes) => Promise<Nest>
  readonly mountFacade: (app: Nest, fetch: Fetch) => Nest
}

const services: Readonly<Record<string, () => Promise<string>>> = {
  Express: () => listening(onExpress(routes, facade.fetch).listen(0, host)),
  Fastify: async () => {
    const app = inFastify(onFastify(routes), facade.fetch)
    onTestFinished(() => app.close())
    return app.listen({ port: 0, host })
  },
  Hono: () =>
    listening(serve({ fetch: inHono(onHono(routes), facade).fetch, hostname: host, port: 0 }) as Server),
  NestJS: async () => {
    const [service, mount] = (await Promise.all([import(nest('service')), import(nest('mount'))])) as [
      NestExample,
      NestExample,
    ]
    const app = mount.mountFacade(await service.createService(routes), facade.fetch)
    onTestFinished(() => app.close())
    await app.listen(0, host)
    return app.getUrl()
  },
}

describe.each(Object.entries(services))('the HTTP facade in %s', (_, open) => {
  it('answers its own paths, and the service the others', async () => {
    const origin = await open()
    const post = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: answer.status, body: (await answer.json()) as { readonly data?: object } }
    }
    const key = { accessKeyId: 'my-service', accessKeySecret: 'a secret of the service' }
    const { status, body } = await post('/api/v3/get-management-token', key)
    expect(status).toBe(200)
    expect(body.data).toHaveProperty('access_token')
    expect((await post('/api/v3/get-management-token', { ...key, accessKeySecret: 'x' })).body).toMatchObject(
      {
        statusCode: 401,
      },
    )
    expect(await post('/echo', { hello: 'world' })).toEqual({ status: 200, body: { hello: 'world' } })
  })
})
