import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../packages/app/src/http/routes/index.ts'
import { send, serveIdentity, type Answered, type Served } from '../served.ts'

let served: Served
beforeAll(async () => {
  served = await serveIdentity()
})
afterAll(() => served.stop())

const signIn = JSON.stringify({
  connection: 'PASSWORD',
  passwordPayload: { username: 'nobody', password: 'nine geese' },
})

const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<Answered> => send(`${served.origin}${path}`, { method: 'POST', headers, body })

describe('a body that is compressed', () => {
  it.each([
    ['gzip', gzipSync(signIn)],
    ['GZip', gzipSync(signIn)],
    ['deflate', deflateSync(signIn)],
    ['br', brotliCompressSync(signIn)],
    ['identity, gzip', gzipSync(signIn)],
    ['x-compress', signIn],
  ])('is refused by name, as %s', async (encoding, body) => {
    const { body: answered } = await post('/api/v3/signin', body, { 'content-encoding': encoding })
    expect(answered).toMatchObject({
      statusCode: 415,
      errors: [{ code: 'request.encoding_not_taken', path: 'content-encoding' }],
    })
  })

  it.each(routes.flatMap(({ method, path }) => (method === 'POST' ? [path] : [])))(
    'changes nothing, and is never unpacked: %s',
    async (path) => {
      const headers = {
        authorization: `Bearer ${await served.token()}`,
        'content-encoding': 'gzip',
      }
      const { body } = await post(path, gzipSync('{}'.padEnd(1_000_000)), headers)
      // Who is not let in is not told more.
      expect([415, 401]).toContain(body.statusCode)
    },
  )

  it.each(['', 'identity', 'Identity'])('and one that is said not to be is taken: %o', async (encoding) => {
    const { body } = await post('/api/v3/signin', signIn, { 'content-encoding': encoding })
    expect(body).toMatchObject({ statusCode: 403, apiCode: 2333 })
  })
})
