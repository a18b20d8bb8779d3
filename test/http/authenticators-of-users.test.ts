import { ManagementClient } from 'authing-node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  accessKeyId,
  accessKeySecret,
  send,
  serveKeepsake,
  type EnvelopeBody,
  type Served,
} from './served.ts'

let served: Served
let client: ManagementClient

beforeAll(async () => {
  served = await serveKeepsake()
  client = new ManagementClient({ accessKeyId, accessKeySecret, host: served.origin })
})
afterAll(() => served.stop())

const password = 'nine geese on a raft'
const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' }

let serial = 0
const bring = async (): Promise<{ readonly login: string; readonly userId: string }> => {
  const login = `user-${(serial += 1)}`
  const list = [{ username: login, password }]
  const [created] = (await served.keepsake.users.create({ list }))._unsafeUnwrap().created
  return { login, userId: created!.account.user.id }
}
const verdictOf = async (login: string): Promise<string> =>
  (await served.keepsake.signIn({ login, password }))._unsafeUnwrap().verdict

type Answered = EnvelopeBody & { readonly code?: number }

/** The SDK has no methods for v2, and signs whatever it is asked to send. */
const call = (config: object): Promise<Answered> => client.makeRequest(config as never) as Promise<Answered>
const importTotp = (data: object): Promise<Answered> =>
  call({ method: 'POST', url: '/api/v2/mfa/totp/import', data })
const unbind = (userId: string, query = '?type=OTP'): Promise<Answered> =>
  call({ method: 'DELETE', url: `/api/v2/users/${userId}/mfa-bound${query}` })

describe('v2 calls of who manages the pool, signed by the published Node SDK', () => {
  it('bring an authenticator in, and take all of them away', async () => {
    const { login, userId } = await bring()
    expect(await importTotp({ userId, ...otp })).toStrictEqual({
      code: 200,
      statusCode: 200,
      message: '操作成功',
      data: {
        id: expect.any(String),
        userId,
        enable: true,
        authenticatorType: 'totp',
        createdAt: expect.stringMatching(/Z$/u),
      },
    })
    expect(await verdictOf(login)).toBe('otp_required')
    expect(await unbind(userId, '?type=FACE')).toMatchObject({
      code: 400,
      message: '参数 type 必须是 OTP 之一',
    })
    expect(await unbind(userId, '')).toMatchObject({ code: 400, errors: [{ path: 'type' }] })
    expect(await unbind(userId)).toStrictEqual({
      code: 200,
      statusCode: 200,
      message: '操作成功',
      data: true,
    })
    expect(await verdictOf(login)).toBe('signed_in')
    expect(await unbind(userId)).toMatchObject({ code: 404, errors: [{ code: 'otp.not_enrolled' }] })
    expect(await unbind('nobody')).toMatchObject({ code: 2004, statusCode: 404 })
  })

  it('name what is wrong where it was sent', async () => {
    const answer = await importTotp({ userId: 'nobody', secret: 'HZ2F6J3A', recoveryCode: 'b471' })
    expect(answer.errors?.map(({ code, path }) => `${code} ${path}`)).toStrictEqual([
      'otp.secret_too_short secret',
      'otp.recovery_code_malformed recoveryCode',
      'otp.user_unknown userId',
    ])
  })

  it('go by the path, whatever the query says', async () => {
    const [one, other] = [await bring(), await bring()]
    for (const { userId } of [one, other]) await importTotp({ userId, secret: otp.secret })
    expect(await unbind(one.userId, `?type=OTP&userId=${other.userId}`)).toMatchObject({ code: 200 })
    expect(await verdictOf(one.login)).toBe('signed_in')
    expect(await verdictOf(other.login)).toBe('otp_required')
  })

  it('are refused where the path or the query is not what was signed', async () => {
    const { login, userId } = await bring()
    await importTotp({ userId, secret: otp.secret })
    const unsigned = { method: 'DELETE', url: `/api/v2/users/${userId}/mfa-bound`, params: { type: 'OTP' } }
    expect(await call(unsigned)).toMatchObject({ code: 1300, statusCode: 401 })
    expect(await verdictOf(login)).toBe('otp_required')
  })

  it('take a management token as well', async () => {
    const { userId } = await bring()
    await importTotp({ userId, secret: otp.secret })
    const path = `${served.origin}/api/v2/users/${userId}/mfa-bound?type=OTP`
    expect((await send(path, { method: 'DELETE' })).body).toMatchObject({ code: 401, statusCode: 401 })
    const headers = { authorization: await served.token() }
    expect((await send(path, { method: 'DELETE', headers })).body).toMatchObject({ code: 200 })
  })

  it('are logged without the user of their path', async () => {
    const { userId } = await bring()
    await unbind(userId)
    expect(served.events.at(-1)).toMatchObject({
      method: 'DELETE',
      path: '/api/v2/users/:userId/mfa-bound',
      statusCode: 404,
    })
  })
})
