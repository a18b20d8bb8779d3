import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { serve, type HttpBindings } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHttpApp } from '@keepsake/http'
import { conceal, userPoolId } from '@keepsake/domain'
import { nodeSource } from '../../../packages/http/src/body/node-source.ts'
import { openSubject, pool, storages } from '../../builders/keepsake.ts'

const key = { accessKeyId: 'key', accessKeySecret: 'a secret that is long enough, and no more' }

/** The facade inside another app, behind its middleware. */
const behind = async (...middleware: readonly MiddlewareHandler[]): Promise<Hono> => {
  const { keepsake, ports } = await openSubject(storages[0]!.open)
  const settings = { pool: userPoolId(pool), ...key, accessKeySecret: conceal(key.accessKeySecret) }
  const app = new Hono()
  for (const each of middleware) app.use(each)
  app.route('/', createHttpApp(keepsake, ports, settings))
  return app
}

const served = async (app: Hono): Promise<string> => {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

type Taken = { readonly pieces: readonly Uint8Array[]; readonly taken: number }

/**
 * Sends a body in these pieces, and answers the pieces that arrived, as they are afterwards. After `enough` bytes its reader
 * takes no more: what still comes goes by.
 */
const piecesOf = async (
  sent: readonly Buffer[],
  listen?: (incoming: IncomingMessage) => void,
  enough = Number.POSITIVE_INFINITY,
): Promise<Taken> => {
  const pieces: Uint8Array[] = []
  let taken = 0
  const app = new Hono()
  app.post('/', async (c) => {
    const { incoming } = c.env as HttpBindings
    const source = nodeSource(c.req.raw, c.env)
    const emit = incoming.emit.bind(incoming)
    // Sees each piece as node tells it, and is no listener.
    incoming.emit = (name: string, ...told: unknown[]) => {
      if (name === 'data') pieces.push(told[0] as Uint8Array)
      return emit(name, ...told)
    }
    listen?.(incoming)
    await new Promise<void>((resolve) => {
      const stop = source?.({
        piece: (bytes) => {
          taken += bytes.length
          if (taken < enough) return
          stop?.()
          resolve()
        },
        end: resolve,
        fail: resolve,
      })
    })
    if (!incoming.complete) await once(incoming, 'end')
    return c.text('read')
  })
  const { port, hostname } = new URL(await served(app))
  const socket = connect(Number(port), hostname)
  const length = sent.reduce((sum, piece) => sum + piece.length, 0)
  socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`)
  for (const piece of sent) {
    socket.write(piece)
    await pause(20)
  }
  await once(socket, 'data')
  socket.destroy()
  return { pieces, taken }
}

const path = '/api/v3/get-management-token'
const request = { method: 'POST', body: JSON.stringify(key) }

const readers: readonly (readonly [string, MiddlewareHandler])[] = [
  [
    'has read it as JSON',
    async (c, next) => {
      await c.req.json()
      await next()
    },
  ],
  [
    'has read it as text',
    async (c, next) => {
      await c.req.text()
      await next()
    },
  ],
  ['bounds it by a stream of its own', bodyLimit({ maxSize: 1000 })],
  [
    'puts another request in its place',
    async (c, next) => {
      const text = await c.req.raw.text()
      c.req.raw = new Request(c.req.url, { method: 'POST', body: text })
      await next()
    },
  ],
]

describe('a body', () => {
  it('is read from a request of the web, without a server', async () => {
    const answer = await (await behind()).request(path, request)
    expect(await answer.json()).toMatchObject({ statusCode: 200 })
  })

  it.each(readers)('is read where somebody before us %s', async (_, middleware) => {
    const app = await behind(middleware)
    for (const answer of [await app.request(path, request), await fetch((await served(app)) + path, request)])
      expect(await answer.json()).toMatchObject({ statusCode: 200 })
  })

  it('is read from node’s own request where there is one', async () => {
    const seen: boolean[] = []
    const app = await behind(async (c, next) => {
      seen.push(nodeSource(c.req.raw, c.env) !== undefined)
      await next()
    })
    const origin = await served(app)
    expect(await (await fetch(origin + path, request)).json()).toMatchObject({ statusCode: 200 })
    await app.request(path, request)
    expect(seen).toStrictEqual([true, false])
  })

  it('leaves no piece behind: its memory is given back before the next one is there', async () => {
    const { pieces, taken } = await piecesOf([Buffer.alloc(300_000, 'a'), Buffer.alloc(1, 'b')])
    expect(taken).toBe(300_001)
    expect(pieces.length).toBeGreaterThan(1)
    for (const piece of pieces) expect(piece.buffer).toMatchObject({ detached: true, byteLength: 0 })
  })

  it('leaves a piece to somebody else who listens', async () => {
    const kept: Buffer[] = []
    await piecesOf([Buffer.alloc(300_000, 'a')], (incoming) =>
      incoming.on('data', (piece) => kept.push(piece)),
    )
    expect(Buffer.concat(kept).equals(Buffer.alloc(300_000, 'a'))).toBe(true)
  })

  it('leaves no piece behind where nobody wants it any more', async () => {
    const { pieces } = await piecesOf([Buffer.alloc(1000, 'a'), Buffer.alloc(300_000, 'b')], undefined, 1000)
    expect(pieces.length).toBeGreaterThan(1)
    for (const piece of pieces) expect(piece.buffer).toMatchObject({ detached: true })
  })

  it('of a caller who goes away is given up', async () => {
    const origin = await served(await behind())
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{`)
    socket.resume().end()
    await once(socket, 'close')
    expect(await (await fetch(origin + path, request)).json()).toMatchObject({ statusCode: 200 })
  })
})
