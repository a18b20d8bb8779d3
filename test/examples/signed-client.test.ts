import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, type Access } from '../../examples/signed-client/signed-client.ts'
import { accessKeyId, accessKeySecret, serveKeepsake, type Served } from '../http/served.ts'

let served: Served
let access: Access

beforeAll(async () => {
  served = await serveKeepsake({ http: { contentDigest: 'demanded' } })
  access = { origin: served.origin, accessKeyId, accessKeySecret }
})
afterAll(() => served.stop())

describe('a client that signs the digest of its body', () => {
  it('is served where that is demanded, whatever its texts hold', async () => {
    const nickname = 'Bob&phone=+8613800000000&status=Suspended'
    const user = { username: 'bob', nickname, emailVerified: undefined, customData: { school: '北京大学' } }
    expect(await post(access, '/api/v3/create-user', user)).toMatchObject({
      statusCode: 200,
      data: { nickname },
    })
    expect(await post(access, '/api/v3/list-users', {})).toMatchObject({ data: { totalCount: 1 } })
  })

  it('is not served under another secret', async () => {
    const other = { ...access, accessKeySecret: 'x'.repeat(32) }
    expect(await post(other, '/api/v3/list-users', {})).toMatchObject({ statusCode: 401, apiCode: 1300 })
  })
})
