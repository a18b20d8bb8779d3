import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createService, moveIn, openKeepsake } from '../../examples/embed/service.ts'

describe('the service that embeds the library', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keepsake-embed-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is under 70 lines', async () => {
    const source = await readFile(new URL('../../examples/embed/service.ts', import.meta.url), 'utf8')
    expect(source.trimEnd().split('\n').length).toBeLessThan(70)
  })

  it('brings users in, names the rows it could not take, and signs the others in over HTTP', async () => {
    const keepsake = await openKeepsake(join(folder, 'users.db'), new Uint8Array(32).fill(7))
    const refused = await moveIn(keepsake, {
      list: [
        { username: 'bob', email: 'bob@example.com', password: 'old but loved' },
        { username: 'eve', phone: '188xxxx8888' },
      ],
    })
    expect(refused).toEqual(['list.1.phone: user.phone_malformed'])

    const service = createService(keepsake)
    const login = async (body: object): Promise<unknown> => {
      const request = { method: 'POST', body: JSON.stringify(body) }
      const incoming = { socket: { remoteAddress: '192.0.2.1' } }
      const response = await service.request('/login', request, { incoming })
      return { status: response.status, ...((await response.json()) as object) }
    }
    expect(await login({ login: 'BOB@example.com', password: 'old but loved' })).toEqual({
      status: 200,
      verdict: 'signed_in',
    })
    expect(await login({ login: 'bob', password: 'guess' })).toEqual({
      status: 401,
      verdict: 'wrong_credentials',
    })
    expect(await login({ login: 'bob' })).toEqual({ status: 400, verdict: 'malformed' })
  })
})
