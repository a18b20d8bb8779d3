import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { nodeArgon2, openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTurns } from '../../packages/adapters/src/password/turns.ts'
import { send, serveKeepsake, type Served } from './served.ts'

let served: Served
const hashed: string[] = []
const held: (() => void)[] = []
let isHeld = false

beforeAll(async () => {
  const turns = openTurns({ atOnce: 1 })
  const light = { memory: 64, passes: 1, parallelism: 1 }
  served = await serveKeepsake({
    ports: {
      passwordHasher: await openArgon2Hasher({ ...light, turns }),
      passwordVerifier: await openPasswordVerifier({
        current: light,
        turns,
        argon2Engine: async (text, task) => {
          hashed.push(text.toString())
          if (isHeld) await new Promise<void>((end) => held.push(end))
          return nodeArgon2(text, task)
        },
      }),
    },
  })
})
afterAll(() => served.stop())

const bodyOf = (username: string, password: string): string =>
  JSON.stringify({ connection: 'PASSWORD', passwordPayload: { username, password } })

/** A caller that goes away without waiting for an answer. */
const leave = async (password: string): Promise<void> => {
  const { hostname, port } = new URL(served.origin)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const body = bodyOf('bob', password)
  socket.write(
    `POST /api/v3/signin HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  await setTimeout(100)
  socket.destroy()
}

test('the passwords of callers who have gone are not hashed, and not counted', async () => {
  const signIn = (username: string, password: string) =>
    send(`${served.origin}/api/v3/signin`, { method: 'POST', body: bodyOf(username, password) })
  await served.keepsake.users.create({ list: [{ username: 'bob', password: 'correct horse battery' }] })
  isHeld = true
  const crowd = Array.from({ length: 40 }, (_, index) => signIn(`login-${index}`, 'a guess'))
  await vi.waitFor(() => expect(held).toHaveLength(1))
  await setTimeout(300)
  await Promise.all(Array.from({ length: 10 }, (_, index) => leave(`gone ${index}`)))
  await setTimeout(300)
  isHeld = false
  for (const end of held) end()
  for (const { body } of await Promise.all(crowd)) expect(body.statusCode).toBe(403)
  expect(hashed.filter((text) => text.startsWith('gone'))).toEqual([])
  expect((await signIn('bob', 'correct horse battery')).body.statusCode).toBe(200)
})
