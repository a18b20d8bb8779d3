import { AuthenticationClient, ManagementClient } from 'authing-node-sdk'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routes } from '../../packages/http/src/routes/index.ts'
import { codeAt, stepMs } from '../builders/keepsake.ts'
import { accessKeyId, accessKeySecret, serveKeepsake, type Served } from './served.ts'
import { answerTypeOf, contradictionsOf } from './sdk-types.ts'

let served: Served
// The SDK signs by the machine's own clock.
let now = Date.now()

beforeAll(async () => {
  served = await serveKeepsake({ at: now, settings: { passwords: { chosenByAdministrators: true } } })
})
afterAll(() => served.stop())

const password = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** Every field of a row that has one in the contract's answer, and a user without any of them. */
const rows = [
  {
    username: 'full',
    email: 'full@example.com',
    phone: '18812348888',
    externalId: '10010',
    name: 'Full',
    photo: 'https://example.com/a.png',
    gender: 'F',
    birthdate: '1990-01-31',
    departmentIds: ['d1', 'd2'],
    tenantIds: ['t1'],
    customData: { school: 'A', age: 22 },
    identities: [
      { extIdpId: 'idp', provider: 'wechat', type: 'openid', userIdInIdp: 'a', originConnIds: ['c'] },
      {
        extIdpId: 'idp',
        provider: 'lark',
        type: 'unionid',
        userIdInIdp: 'b',
        originConnIds: [],
        userInfoInIdp: { name: 'b' },
      },
    ],
    password,
    resetPasswordOnFirstLogin: false,
  },
  { username: 'bare' },
]

type Data = { readonly data: Readonly<Record<string, unknown>> }

it('what contradicts a type is found wherever it stands', () => {
  const keepsake = { identityId: 'a', extIdpId: 'b', provider: 'nonsense', type: 'openid', userIdInIdp: 'c' }
  const body = {
    statusCode: '200',
    message: '',
    data: [{ userId: 'a', gender: 'W', identities: [keepsake] }],
  }
  expect(contradictionsOf(body, 'UserListRespDto', 'body')).toStrictEqual(
    expect.arrayContaining([
      'body.statusCode is string, not number',
      'body.data.0.createdAt is absent',
      'body.data.0.gender is "W", none of UserDto.gender',
      'body.data.0.identities.0.provider is "nonsense", none of IdentityDto.provider',
      'body.data.0.identities.0.userInfoInIdp is absent',
      'body.data.0.identities.0.originConnIds is absent',
    ]),
  )
})

it('whatever an endpoint answers has what the published SDK’s types demand', async () => {
  const management = new ManagementClient({ accessKeyId, accessKeySecret, host: served.origin })
  const authentication = (accessToken?: string): AuthenticationClient =>
    new AuthenticationClient({
      appId: 'app-1',
      appSecret: 'of no meaning here',
      appHost: served.origin,
      ...(accessToken === undefined ? {} : { accessToken }),
    })
  const found: string[] = []
  const seen = async (
    client: 'ManagementClient' | 'AuthenticationClient',
    method: string,
    answer: Promise<unknown>,
  ): Promise<Data> => {
    const body = await answer
    expect((body as { readonly statusCode?: number }).statusCode ?? 200, JSON.stringify(body)).toBe(200)
    found.push(...contradictionsOf(body, answerTypeOf(client, method), method))
    return body as Data
  }
  const manage = (method: keyof ManagementClient, input: object): Promise<Data> =>
    seen(
      'ManagementClient',
      method,
      (management[method] as (given: object) => Promise<unknown>).call(management, input),
    )
  const use = (client: AuthenticationClient, method: keyof AuthenticationClient, input?: object) =>
    seen(
      'AuthenticationClient',
      method,
      (client[method] as (given?: object) => Promise<unknown>).call(client, input),
    )

  const { data: created } = await manage('createUsersBatch', { list: rows })
  const [{ userId }] = created as unknown as readonly [{ readonly userId: string }]
  await manage('createUser', { username: 'single', gender: 'M' })
  const parts = { withCustomData: true, withIdentities: true, withDepartmentIds: true }
  await manage('getUser', { userId, ...parts })
  await manage('getUser', { userId: 'bare', userIdType: 'username', ...parts })
  await manage('getUserBatch', { userIds: [userId], ...parts })
  await manage('listUsers', { options: parts })
  await manage('listUsersLegacy', parts)
  await manage('isUserExists', { username: 'full' })
  await manage('updateUser', { userId, nickname: 'N', password: 'ten ducks on a lake' })
  await manage('updateUser', { userId, password })
  await manage('updateUserBatch', { list: [{ userId, nickname: 'O' }] })
  await manage('setUserDepartments', {
    userId,
    departments: [{ departmentId: 'd3' }, { departmentId: 'd1' }],
  })
  await manage('getUserDepartments', { userId })
  await manage('setCustomData', {
    targetType: 'USER',
    targetIdentifier: userId,
    list: [{ key: 'age', value: 23 }],
  })
  await manage('getCustomData', { targetType: 'USER', targetIdentifier: userId })
  await manage('linkIdentity', { userId, extIdpId: 'other', userIdInIdp: 'c', type: 'openid' })
  await manage('getUserIdentities', { userId })
  await manage('unlinkIdentity', { userId, extIdpId: 'other', type: 'openid' })
  await manage('importOtp', { list: [{ userId, otp: { secret } }] })
  await manage('getOtpSecretByUser', { userId })
  await manage('getUserMfaInfo', { userId })

  await use(authentication(), 'getSystemInfo')
  const challenged = (await authentication().signInByUsernamePassword({
    username: 'full',
    password,
  })) as unknown as Data
  found.push(...contradictionsOf(challenged.data, 'GetMfaInfoDataDto', 'signin 1635'))
  const mfa = authentication(String(challenged.data['mfaToken']))
  const { data: tokens } = await use(mfa, 'mfaOtpVerify', { totp: codeAt(secret, now) })
  found.push(...contradictionsOf(tokens, 'LoginTokenResponseDataDto', 'mfaOtpVerify with an mfaToken'))
  const user = authentication(String(tokens['access_token']))
  served.setClock((now += stepMs))
  await use(user, 'mfaOtpVerify', { totp: codeAt(secret, now) })
  const { data: factors } = await use(user, 'listEnrolledFactors')
  const [{ factorId }] = factors as unknown as readonly [{ readonly factorId: string }]
  await use(user, 'getFactor', { factorId })
  await use(user, 'listFactorsToEnroll')
  const begun = await use(user, 'sendEnrollFactorRequest', { factorType: 'OTP', profile: {} })
  const { enrollmentToken, otpData } = begun.data as never as {
    readonly enrollmentToken: string
    readonly otpData: { readonly qrCodeUri: string }
  }
  const passCode = codeAt(new URL(otpData.qrCodeUri).searchParams.get('secret')!, now)
  await use(user, 'enrollFactor', { factorType: 'OTP', enrollmentToken, enrollmentData: { passCode } })
  await use(user, 'resetFactor', { factorId })
  await manage('createUser', { username: 'forced', password, options: { resetPasswordOnFirstLogin: true } })
  const forced = (await authentication().signInByUsernamePassword({
    username: 'forced',
    password,
  })) as unknown as Data
  await use(authentication(), 'resetPassword', {
    passwordResetToken: forced.data['token'],
    password: 'ten ducks on a lake',
  })
  await use(authentication(), 'signInByCredentials', {
    connection: 'PASSWORD',
    passwordPayload: { username: 'forced', password: 'ten ducks on a lake' },
  })
  await manage('deleteUsersBatch', { userIds: [userId] })
  const token = await served.postRaw(
    '/api/v3/get-management-token',
    JSON.stringify({ accessKeyId, accessKeySecret }),
  )
  found.push(...contradictionsOf(token.body, 'GetManagementTokenRespDto'))

  expect(found).toStrictEqual([])
  const called = new Set(served.events.map(({ method, path }) => `${method} ${path}`))
  const never = routes
    .map(({ method, path }) => `${method} ${path}`)
    .filter((each) => !each.includes('/api/v2/') && !called.has(each))
  expect(never, 'an endpoint of v3 that no call here has seen').toStrictEqual([])
})
