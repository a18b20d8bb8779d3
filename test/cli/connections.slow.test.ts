import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { workplace } from './keepsake.ts'
import { serving } from './serving.ts'

/** Closed before the server is stopped, which would wait for a request that is under way. */
const open = async (origin: string): Promise<Socket> => {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1').on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

const get = 'GET /api/v3/system HTTP/1.1\r\nHost: localhost\r\n\r\n'

/** What comes back for a request, or what ends the connection. */
const asked = async (socket: Socket): Promise<string> => {
  const answer = Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])])
  socket.write(get)
  const [data] = (await answer) as [Buffer | string]
  return data.toString()
}

describe('connections to keepsake serve', () => {
  it('that say nothing keep nobody out, however many: the oldest of them ends', async () => {
    const { origin } = await serving(workplace({ http: { maxConnections: 5 } }))
    const silent: Socket[] = []
    for (let count = 0; count < 5; count += 1) silent.push(await open(origin))
    const gone: number[] = []
    for (const [index, socket] of silent.entries()) socket.once('close', () => gone.push(index))
    // One that has asked is not the oldest of those that wait any more.
    expect(await asked(silent[0]!)).toMatch(/^HTTP\/1\.1 200 /u)
    for (let count = 0; count < 2; count += 1)
      expect(await asked(await open(origin))).toMatch(/^HTTP\/1\.1 200 /u)
    expect(gone).toStrictEqual([1, 2])
    expect(await asked(silent[0]!)).toMatch(/^HTTP\/1\.1 200 /u)
  })

  it('end where a request is under way on each, and then there is room again', async () => {
    const { origin } = await serving(workplace({ http: { maxConnections: 2 } }))
    const stalled = await Promise.all([open(origin), open(origin)])
    for (const socket of stalled)
      socket.write('POST /api/v3/signin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{')
    await pause(200)
    expect(await asked(await open(origin))).toBe('')
    stalled[0].destroy()
    await pause(200)
    expect(await asked(await open(origin))).toMatch(/^HTTP\/1\.1 200 /u)
  })

  it.each([
    ['nothing', ''],
    ['a part of its headers', 'GET /api/v3/system HTTP/1.1\r\nHost: local'],
    ['a part of its body', 'POST /api/v3/signin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{'],
  ])('on which %s arrives in time end', async (_, text) => {
    const { origin } = await serving(workplace({ http: { arrivalSeconds: 1 } }))
    const socket = await open(origin)
    const closed = once(socket, 'close')
    let answer = ''
    socket.on('data', (data: Buffer) => (answer += data.toString()))
    socket.write(text)
    await closed
    expect(answer).toContain('408')
  })

  it('on which a body goes on coming after the answer end soon', async () => {
    const { origin } = await serving(workplace({}))
    for (const [method, path] of [
      ['POST', '/nowhere'],
      ['POST', '/api/v3/create-user'],
      ['POST', '/api/v3/signin'],
      ['GET', '/api/v3/system'],
    ]) {
      const socket = await open(origin)
      let answer = ''
      socket.on('data', (data: Buffer) => (answer += data.toString()))
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99000000\r\n\r\n`)
      const drip = setInterval(() => socket.write('a'.repeat(1000)), 10)
      await once(socket, 'close')
      clearInterval(drip)
      expect(answer, path).toMatch(/^HTTP\/1\.1 \d+ /u)
    }
  })

  it('go on after an answer whose request then arrives as a whole', async () => {
    const { origin } = await serving(workplace({}))
    const socket = await open(origin)
    socket.write('POST /api/v3/signin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n')
    const [refused] = (await once(socket, 'data')) as [Buffer]
    expect(refused.toString()).toContain('request.too_large')
    socket.write('a'.repeat(100_000))
    await pause(700)
    expect(await asked(socket)).toMatch(/^HTTP\/1\.1 200 /u)
    socket.destroy()
  })

  it('answer in order what was asked before the answer to another question', async () => {
    const { origin } = await serving(workplace({}))
    const socket = await open(origin)
    let answers = ''
    socket.on('data', (data: Buffer) => (answers += data.toString()))
    const paths = Array.from({ length: 10 }, (_, at) => `/nowhere-${at}`)
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''))
    socket.write('GET /api/v3/system HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    await once(socket, 'close')
    expect(answers.match(/HTTP\/1\.1 \d+/gu)).toStrictEqual([
      ...paths.map(() => 'HTTP/1.1 404'),
      'HTTP/1.1 200',
    ])
  })

  it('end where hundreds are asked at once, and others are answered', async () => {
    const { origin } = await serving(workplace({}))
    const socket = await open(origin)
    const closed = once(socket.resume(), 'close')
    socket.write(get.repeat(500))
    await closed
    const other = await open(origin)
    expect(await asked(other)).toMatch(/^HTTP\/1\.1 200 /u)
    other.destroy()
  })
})
