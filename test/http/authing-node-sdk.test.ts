import { ManagementClient } from 'authing-node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, examplesAt } from './recorded-codes.ts'
import { accessKeyId, accessKeySecret, serveKeepsake, type EnvelopeBody, type Served } from './served.ts'

let served: Served
let client: ManagementClient

beforeAll(async () => {
  served = await serveKeepsake()
  client = new ManagementClient({ accessKeyId, accessKeySecret, host: served.origin })
})
afterAll(() => served.stop())

type Dto = { readonly userId: string } & Readonly<Record<string, unknown>>
const dataOf = (answer: unknown): unknown => {
  const { statusCode, message, data } = answer as EnvelopeBody
  expect({ statusCode, message }).toStrictEqual({ statusCode: 200, message: '操作成功' })
  return data
}

const awkward = '张三 😀 & a=b + c%20d\n\te"\\/ ?#[]{} é'
const otp = { secret: 'HZ2F6J3AGNAVSOTV', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' }
const password = 'pass&word=你好 😀 + %'

describe('the published Node SDK, unmodified, against the whole service', () => {
  it('brings a user in, finds the user by each id, moves the authenticator in and out, and the user signs in', async () => {
    const rows = [
      {
        username: '张三 & b=c 😀',
        name: awkward,
        address: awkward,
        email: "zhang.san+a&b=c'd@example.com",
        phone: '18812348888',
        phoneCountryCode: '+86',
        externalId: ' 外部 & id=1 😀 ',
        customData: { school: awkward, age: 22 },
        identities: [
          {
            extIdpId: '6076bac0',
            provider: 'wechat' as const,
            type: 'openid',
            userIdInIdp: '张=&😀',
            originConnIds: ['605492ac'],
          },
        ],
        password,
      },
      { username: 'second', gender: 'F' as const },
    ]
    const created = dataOf(await client.createUsersBatch({ list: rows as never })) as readonly Dto[]
    expect(created).toHaveLength(2)
    const [first, second] = created as readonly [Dto, Dto]
    expect(first).toMatchObject({
      username: '张三 & b=c 😀',
      name: awkward,
      address: awkward,
      email: "zhang.san+a&b=c'd@example.com",
      phone: '18812348888',
      phoneCountryCode: '+86',
      externalId: ' 外部 & id=1 😀 ',
      customData: { school: awkward, age: 22 },
    })
    expect(second['gender'], 'as this SDK spells it').toBe('F')

    for (const [userIdType, userId] of [
      [undefined, first.userId],
      ['user_id', first.userId],
      ['external_id', ' 外部 & id=1 😀 '],
      ['phone', '18812348888'],
      ['phone', '+86 188 1234 8888'],
      ['email', "ZHANG.SAN+a&b=c'd@example.com"],
      ['username', '张三 & b=c 😀'],
    ] as const) {
      const found = await client.getUser({
        userId,
        ...(userIdType === undefined ? {} : { userIdType }),
        withCustomData: true,
        withIdentities: true,
        withDepartmentIds: true,
      })
      expect(dataOf(found), String(userIdType)).toStrictEqual(first)
    }
    const bare = dataOf(await client.getUser({ userId: first.userId })) as Dto
    expect(['customData', 'identities', 'departmentIds'].filter((field) => field in bare)).toStrictEqual([])

    const imported = await client.importOtp({ list: [{ userId: first.userId, otp }] })
    expect(imported).toMatchObject({ statusCode: 200 })
    expect('data' in (imported as object)).toBe(false)
    expect(
      dataOf(await client.getOtpSecretByUser({ userId: '18812348888', userIdType: 'phone' } as never)),
    ).toStrictEqual({ secret: otp.secret })
    const others = { faceMfaStatus: 'disabled', smsMfaStatus: 'disabled', emailMfaStatus: 'disabled' }
    expect(
      dataOf(await client.getUserMfaInfo({ userId: '18812348888', userIdType: 'phone' } as never)),
    ).toStrictEqual({
      totpStatus: 'enabled',
      ...others,
    })

    served.setClock(examplesAt)
    const attempt = { login: '18812348888', password }
    expect((await served.keepsake.signIn(attempt))._unsafeUnwrap().verdict).toBe('otp_required')
    const signIn = async (code: string): Promise<string> =>
      (await served.keepsake.signIn({ ...attempt, code }))._unsafeUnwrap().verdict
    expect(await signIn(codeOf(otp.secret, 2))).toBe('wrong_credentials')
    expect(await signIn(codeOf(otp.secret, 0))).toBe('signed_in')
    expect(await signIn(codeOf(otp.secret, 0)), 'a code works once').toBe('wrong_credentials')
    served.setClock(undefined)
  })

  it('creates one user, and is told in both languages what is wrong with another', async () => {
    expect(dataOf(await client.createUser({ username: 'single', name: '李四' }))).toMatchObject({
      username: 'single',
      name: '李四',
      status: 'Activated',
    })
    expect(await client.createUser({ username: 'single', email: 'test1@qqq' })).toMatchObject({
      statusCode: 400,
      apiCode: 2003,
      message: '参数 email 格式错误',
      errors: [
        { code: 'user.email_malformed', path: 'email', message: '参数 email 格式错误' },
        { code: 'user.username_taken', path: 'username', message: '参数 username 用户名已存在' },
      ],
    })
    const english = new ManagementClient({
      accessKeyId,
      accessKeySecret,
      host: served.origin,
      lang: 'en-US',
    } as never)
    expect(await english.createUser({ username: 'single' })).toMatchObject({
      statusCode: 409,
      apiCode: 2034,
      message: 'username is the username, email or phone of another user',
    })
  })

  it('creates with an authenticator at once', async () => {
    const created = dataOf(
      await client.createUser({
        username: 'otp-at-birth',
        password,
        otp: { secret: 'DMDCO7SNNVGU2VKJ' },
      }),
    ) as Dto
    served.setClock(examplesAt)
    const attempt = { login: 'otp-at-birth', password, code: codeOf('DMDCO7SNNVGU2VKJ', 0) }
    const answer = (await served.keepsake.signIn(attempt))._unsafeUnwrap()
    served.setClock(undefined)
    expect(answer).toMatchObject({ verdict: 'signed_in', account: { user: { id: created.userId } } })
  })

  it('is let in after its clock agrees again, and not while it is ten minutes off', async () => {
    for (const minutes of [-10, 10]) {
      served.setClock(Date.now() + minutes * 60_000)
      expect(await client.getUser({ userId: 'x' })).toMatchObject({ statusCode: 401, apiCode: 1305 })
    }
    served.setClock(undefined)
    expect(await client.getUser({ userId: 'x' })).toMatchObject({ statusCode: 404, apiCode: 2004 })
  })
})
