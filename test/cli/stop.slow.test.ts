import { once } from 'node:events'
import { Agent, request as ask } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { send } from '../http/served.ts'
import { gather, workplace, type Workplace } from './keepsake.ts'
import { originIn, tokenOf } from './serving.ts'

type Server = {
  readonly origin: string
  readonly stop: () => void
  readonly exited: Promise<unknown[]>
}

const serve = async (place: Workplace): Promise<Server> => {
  const child = place.spawn(['serve'])
  const exited = once(child, 'exit')
  const [out, error] = [gather(child.stdout), gather(child.stderr)]
  const origin = await originIn(out, () => (child.exitCode === null ? undefined : error()))
  return { origin, stop: () => void child.kill('SIGTERM'), exited }
}

/** One answer, by a client of node's that keeps one connection alive. */
const askOn = (
  agent: Agent,
  origin: string,
): Promise<{ readonly status?: number; readonly connection?: string }> =>
  new Promise((resolve, reject) => {
    ask(`${origin}/api/v3/system`, { agent }, (response) => {
      response.resume()
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection ?? '' }),
      )
    })
      .on('error', reject)
      .end()
  })

/** Asks again and again on one connection, until it is told that the connection ends. Counts its answers. */
const askUntilTold = async (origin: string, betweenMs: number): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let answers = 1; ; answers += 1) {
    const { status, connection } = await askOn(agent, origin)
    expect(status).toBe(200)
    if (connection === 'close') return answers
    expect(connection).toBe('keep-alive')
    await pause(betweenMs)
  }
}

/** A connection on which one request was answered, and which is kept alive. */
const keptAlive = async (
  origin: string,
): Promise<{ readonly socket: Socket; readonly text: () => string }> => {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  let text = ''
  socket.on('data', (data: Buffer) => (text += data.toString()))
  socket.write(get)
  while (!text.endsWith('}')) await once(socket, 'data')
  expect(text).toMatch(/^connection: keep-alive\r$/imu)
  text = ''
  return { socket, text: () => text }
}

/** A batch that takes a while, and behind it on the same connection what takes none, before the batch is answered. */
const askAhead = (
  origin: string,
  authorization: string,
): { readonly socket: Socket; readonly text: () => string } => {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  let text = ''
  socket.on('data', (data: Buffer) => (text += data.toString()))
  const body = batchOf('ahead', 5)
  const head = `Host: localhost\r\nAuthorization: ${authorization}\r\nContent-Length: ${body.length}`
  socket.write(`POST /api/v3/create-users-batch HTTP/1.1\r\n${head}\r\n\r\n${body}${get}${get}`)
  return { socket, text: () => text }
}

const batchOf = (name: string, rows: number): string =>
  JSON.stringify({
    list: Array.from({ length: rows }, (_, row) => ({
      username: `user-${name}-${row}`,
      password: `nine geese on raft ${name} ${row}`,
    })),
  })

const get = 'GET /api/v3/system HTTP/1.1\r\nHost: localhost\r\n\r\n'

describe('keepsake serve, asked to stop under load', () => {
  it('tells each connection that it ends, resets none, and answers the batches under way', async () => {
    const { origin, stop, exited } = await serve(workplace())
    const authorization = await tokenOf(origin)
    const busy = [0, 0, 1, 5, 20, 100, 300].flatMap((between) =>
      [0, 1].map(() => askUntilTold(origin, between)),
    )
    const [late, silent] = await Promise.all([keptAlive(origin), keptAlive(origin)])
    const fresh = connect(Number(new URL(origin).port), '127.0.0.1')
    const ends = Promise.all([silent.socket, fresh].map((socket) => once(socket, 'end')))
    const batches = [0, 1, 2].map((batch) =>
      send(`${origin}/api/v3/create-users-batch`, {
        method: 'POST',
        headers: { authorization },
        body: batchOf(String(batch), 30),
      }),
    )
    const ahead = askAhead(origin, authorization)
    const aheadEnds = once(ahead.socket, 'end')
    await pause(500)
    stop()
    await pause(400)
    late.socket.write(get)
    const answers = await Promise.all(busy)
    expect(Math.min(...answers), 'they were under way').toBeGreaterThan(1)
    await once(late.socket, 'end')
    expect(late.text()).toMatch(/^HTTP\/1\.1 200 OK\r\n/u)
    expect(late.text()).toMatch(/^connection: close\r$/imu)
    await Promise.all([ends, aheadEnds])
    expect(ahead.text().match(/HTTP\/1\.1 200 OK\r/gu)).toHaveLength(3)
    expect((await Promise.all(batches)).map(({ body }) => body.statusCode)).toStrictEqual([200, 200, 200])
    expect(await exited).toStrictEqual([0, null])
  })

  it('waits for no request that does not arrive, and for none longer than it was told to', async () => {
    const { origin, stop, exited } = await serve(workplace({ http: { stopSeconds: 2 } }))
    const stalled = connect(Number(new URL(origin).port), '127.0.0.1').on('error', () => undefined)
    stalled.write('POST /api/v3/signin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{')
    await pause(300)
    const closed = once(stalled, 'close')
    stop()
    const [ended] = await Promise.all([exited, closed])
    expect(ended).toStrictEqual([0, null])
  })
})
