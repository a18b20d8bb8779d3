import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { AuthenticationClient } from 'authing-node-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import rsaVectors from '../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import { codeAt, stepMs } from '../builders/keepsake.ts'
import { tokenIn } from '../builders/messages.ts'
import { send, serveKeepsake, type EnvelopeBody, type Served } from './served.ts'

let served: Served
const sender = openCaptureSender()
let now = Date.parse('2026-03-01T12:00:00Z')

beforeAll(async () => {
  served = await serveKeepsake({
    at: now,
    settings: { activationUrl: 'https://login.example.com/activate' },
    ports: { noticeSender: sender },
  })
})
/** Each test has steps of its own, so that a code is used up by nobody else. */
beforeEach(() => served.setClock((now += 10 * stepMs)))
afterAll(() => served.stop())

const password = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
const codeNow = (of = secret): string => codeAt(of, now)

/** The client as an app makes it, with a token or before there is one. */
const client = (accessToken?: string, appHost = served.origin): AuthenticationClient =>
  new AuthenticationClient({
    appId: 'app-1',
    appSecret: 'of no meaning here',
    appHost,
    ...(accessToken === undefined ? {} : { accessToken }),
  })

let serial = 0
const bring = async (more: object = {}): Promise<{ readonly username: string; readonly userId: string }> => {
  const username = `user-${(serial += 1)}`
  const list = [{ username, email: `${username}@example.com`, password, ...more }]
  const [created] = (await served.keepsake.users.create({ list }))._unsafeUnwrap().created
  return { username, userId: created!.account.user.id }
}

/** What the SDK says its methods answer is more than an envelope; what they do answer is looked at. */
const seen = (answer: unknown): EnvelopeBody => answer as EnvelopeBody
const dataOf = (answer: unknown): Readonly<Record<string, unknown>> => {
  const { statusCode, data } = seen(answer)
  expect(statusCode, JSON.stringify(answer)).toBe(200)
  return data as Readonly<Record<string, unknown>>
}
const signedIn = async (username: string): Promise<AuthenticationClient> => {
  const answer = await client().signInByUsernamePassword({ username, password })
  return client(String(dataOf(answer)['access_token']))
}
/** Calls of v2, which this SDK has no methods for. */
const v2 = async (
  path: string,
  mfaToken: string,
  body: object,
): Promise<EnvelopeBody & { code?: number }> => {
  const headers = { authorization: `Bearer ${mfaToken}`, 'content-type': 'application/json' }
  const sent = { method: 'POST', headers, body: JSON.stringify(body) }
  return (await (await fetch(`${served.origin}${path}`, sent)).json()) as EnvelopeBody
}
const reset = (body: object) => v2('/api/v2/users/password/reset-by-first-login-token', '', body)
const challenged = async (username: string): Promise<string> => {
  const answer = seen(await client().signInByUsernamePassword({ username, password }))
  expect(answer).toMatchObject({ statusCode: 499, apiCode: 1635 })
  return (answer.data as { readonly mfaToken: string }).mfaToken
}

describe('signing in with the published Node SDK, unmodified', () => {
  it('answers an access token, whichever identifier it is by', async () => {
    const { username } = await bring({ phone: '18812348888' })
    const email = `${username}@EXAMPLE.com`
    const answers = [
      await client().signInByUsernamePassword({ username, password }),
      await client().signInByEmailPassword({ email, password }),
      await client().signInByPhonePassword({ phone: '18812348888', password }),
      await client().signInByAccountPassword({ account: email, password }),
    ]
    for (const answer of answers)
      expect(dataOf(answer)).toStrictEqual({
        access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/u),
        token_type: 'Bearer',
        expire_in: 1800,
      })
  })

  it('takes a password under the pool’s key', async () => {
    const { plaintext, ciphertext } = rsaVectors.cases.find(({ key }) => key === 'rsa2048')!.ciphertexts[0]!
    const { username } = await bring({ password: plaintext })
    const sign = (cipher: string) =>
      client().signInByUsernamePassword({
        username,
        password: cipher,
        options: { passwordEncryptType: 'rsa' as never },
      })
    expect(dataOf(await sign(ciphertext))['token_type']).toBe('Bearer')
    expect(seen(await sign('AAAA'))).toMatchObject({ statusCode: 400, apiCode: 2016 })
  })

  it('answers a wrong password, nobody, and who may not sign in alike', async () => {
    const { username } = await bring()
    const { username: suspended } = await bring({ status: 'Suspended' })
    const answers = [
      await client().signInByUsernamePassword({ username, password: 'another' }),
      await client().signInByUsernamePassword({ username: 'nobody', password }),
      await client().signInByUsernamePassword({ username: suspended, password }),
    ].map(seen)
    for (const answer of answers)
      expect(answer).toStrictEqual({
        statusCode: 403,
        apiCode: 2333,
        message: '用户名或密码错误',
        requestId: expect.any(String),
      })
  })

  it('says when to try again after too many attempts, of nobody as of somebody', async () => {
    const { username } = await bring()
    for (const account of [username, 'nobody at all']) {
      let answer: EnvelopeBody | undefined
      for (let round = 0; round < 101; round += 1)
        answer = seen(await client().signInByAccountPassword({ account, password: 'another' }))
      expect(answer).toMatchObject({
        statusCode: 429,
        apiCode: 1002,
        data: { retryAt: expect.stringMatching(/^2026-/u) },
      })
    }
  })

  it('asks for a code, and ends with it', async () => {
    const { username, userId } = await bring({ otp: { secret, recoveryCode } })
    const answer = seen(await client().signInByUsernamePassword({ username, password }))
    expect(answer).toStrictEqual({
      statusCode: 499,
      apiCode: 1635,
      message: '请输入二次认证安全码',
      requestId: expect.any(String),
      data: {
        mfaToken: expect.any(String),
        totpMfaEnabled: true,
        applicationMfa: [{ mfaPolicy: 'OTP', status: 1, sort: 1 }],
      },
    })
    const { mfaToken } = answer.data as { readonly mfaToken: string }
    const verify = '/api/v2/mfa/totp/verify'
    expect(await v2(verify, mfaToken, {})).toMatchObject({ code: 6003, statusCode: 400 })
    expect(await v2(verify, mfaToken, { totp: 'wrong' })).toMatchObject({ code: 6001, apiCode: 6001 })
    const done = await v2(verify, mfaToken, { totp: codeNow(), authenticatorType: 'totp' })
    expect(done).toMatchObject({ code: 200, statusCode: 200, data: { id: userId, userId, username } })
    const { token, access_token, tokenExpiredAt } = dataOf(done)
    expect(token).toBe(access_token)
    expect(tokenExpiredAt).toBe(new Date(now + 1_800_000).toISOString())
    expect(dataOf(await client(String(token)).listEnrolledFactors())).toHaveLength(1)
    expect(await v2(verify, mfaToken, { totp: codeNow() })).toMatchObject({ code: 6001 })
  })

  it('ends with a recovery code as well, and shows new ones after the last', async () => {
    const { username } = await bring({ otp: { secret, recoveryCode } })
    const recovery = '/api/v2/mfa/totp/recovery'
    const mfaToken = await challenged(username)
    expect(await v2(recovery, mfaToken, {})).toMatchObject({ code: 6004 })
    expect(await v2(recovery, mfaToken, { recoveryCode: 'b471-8ec0' })).toMatchObject({ code: 6002 })
    const done = await v2(recovery, mfaToken, { recoveryCode })
    const { recoveryCodes } = dataOf(done) as { readonly recoveryCodes: readonly string[] }
    expect(recoveryCodes).toHaveLength(10)
    expect(done).toMatchObject({ code: 200, recoveryCode: recoveryCodes[0] })
    const next = await v2('/api/v2/mfa/totp/recovery', await challenged(username), {
      recoveryCode: recoveryCodes[0],
    })
    expect(next.code).toBe(200)
    expect(next).not.toHaveProperty('recoveryCode')
  })

  it('takes the widget’s other path for the code, and locks it after ten wrong ones', async () => {
    const { username } = await bring({ otp: { secret } })
    const path = '/api/v2/applications/mfa/totp/verify'
    const mfaToken = await challenged(username)
    for (let round = 0; round < 10; round += 1)
      expect((await v2(path, mfaToken, { totp: 'wrong' })).code).toBe(6001)
    expect(await v2(path, mfaToken, { totp: codeNow() })).toMatchObject({ code: 2005 })
  })

  it('counts an attempt where the embedder says it comes from, and not where its sender says', async () => {
    const address = (request: Request): string | undefined => request.headers.get('x-real-ip') ?? undefined
    const behind = await serveKeepsake({ http: { clientAddress: address } })
    const list = [{ username: 'bob', password }]
    const [bob] = (await behind.keepsake.users.create({ list }))._unsafeUnwrap().created
    const lastIp = async (headers: Readonly<Record<string, string>>): Promise<string | undefined> => {
      const options = { clientIp: '203.0.113.9' }
      const body = { connection: 'PASSWORD', passwordPayload: { username: 'bob', password }, options }
      const sent = { method: 'POST', headers, body: JSON.stringify(body) }
      expect((await send(`${behind.origin}/api/v3/signin`, sent)).body.statusCode).toBe(200)
      return (await behind.keepsake.users.get({ userId: bob!.account.user.id }))._unsafeUnwrap()?.user.signIns
        .lastIp
    }
    expect(await lastIp({})).toBeUndefined()
    expect(await lastIp({ 'x-real-ip': '198.51.100.4' })).toBe('198.51.100.4')
    await behind.stop()
  })

  it('demands that a password is changed first, by the token that comes along', async () => {
    const { username } = await bring({ resetPasswordOnFirstLogin: true })
    const answer = seen(await client().signInByUsernamePassword({ username, password }))
    expect(answer).toMatchObject({ statusCode: 499, apiCode: 1639, data: { token: expect.any(String) } })
    const { token } = answer.data as { readonly token: string }
    expect(await reset({ token, password: 'zebra lamp oat' })).toMatchObject({
      code: 400,
      errors: [{ code: 'password.too_short', path: 'password' }],
    })
    expect(await reset({ token, password: '{SSHA}PcKI1PAOcq14bRZH21469+EYd36glHIO' })).toMatchObject({
      code: 400,
      errors: [{ code: 'password.looks_hashed', path: 'password' }],
    })
    const newPassword = 'ten ducks on a lake'
    expect(await reset({ token, password: newPassword })).toMatchObject({ code: 200 })
    expect(await reset({ token, password: newPassword })).toMatchObject({ code: 2020, statusCode: 401 })
    expect(
      dataOf(await client().signInByUsernamePassword({ username, password: newPassword })),
    ).toHaveProperty('access_token')
  })
})

describe('a new account over HTTP', () => {
  it('is activated by the token of its link, once', async () => {
    const list = [{ username: 'invited', email: 'invited@example.com' }]
    const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
    const created = await served.post('/api/v3/create-users-batch', { list, options })
    expect(created.body).toMatchObject({ statusCode: 200, data: [{ username: 'invited' }] })
    await served.keepsake.notices.deliver()
    const token = tokenIn(sender.messages().find(({ to }) => to === 'invited@example.com'))!
    expect(created.text).not.toContain(token)
    const sign = () => client().signInByUsernamePassword({ username: 'invited', password })
    expect(seen(await sign())).toMatchObject({ statusCode: 403, apiCode: 2333 })

    expect(await reset({ token, password: 'invited' })).toMatchObject({
      code: 400,
      errors: [{ code: 'password.too_short', path: 'password' }, {}],
    })
    expect(await reset({ token, password })).toMatchObject({ code: 200 })
    expect(await reset({ token, password: 'ten ducks on a lake' })).toMatchObject({
      code: 2020,
      statusCode: 401,
    })
    expect(dataOf(await sign())).toHaveProperty('access_token')
  })

  it('is refused with its batch where the pool has no page for its link', async () => {
    const without = await serveKeepsake()
    const list = [{ email: 'invited@example.com' }]
    const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
    expect((await without.post('/api/v3/create-users-batch', { list, options })).body).toMatchObject({
      statusCode: 400,
      errors: [{ code: 'notice.activation_url_missing', path: 'options.sendNotification' }],
    })
    expect(without.countUsers()).toBe(0)
    await without.stop()
  })
})

describe('a user’s own factors by the published Node SDK', () => {
  const otpFactor = { factorType: 'OTP' as never, profile: {} }

  it('are enrolled, listed, proved and taken away', async () => {
    const { username } = await bring()
    const user = await signedIn(username)
    expect(dataOf(await user.listEnrolledFactors())).toStrictEqual([])
    expect(dataOf(await user.listFactorsToEnroll())).toStrictEqual([{ factorType: 'OTP' }])

    const { enrollmentToken, otpData } = dataOf(await user.sendEnrollFactorRequest(otpFactor)) as never as {
      readonly enrollmentToken: string
      readonly otpData: Readonly<Record<string, string>>
    }
    const own = new URL(otpData['qrCodeUri']!).searchParams.get('secret')!
    expect(otpData['qrCodeDataUrl']).toMatch(/^data:image\/svg\+xml;base64,PHN2Z/u)
    const enrol = (passCode: string) =>
      user.enrollFactor({ factorType: 'OTP' as never, enrollmentToken, enrollmentData: { passCode } })
    expect(seen(await enrol('wrong'))).toMatchObject({ statusCode: 499, apiCode: 6001 })
    expect(seen(await enrol(codeNow(own)))).toStrictEqual({ statusCode: 200, message: '操作成功' })
    expect(seen(await enrol(codeNow(own))), 'by password alone').toMatchObject({ statusCode: 401 })

    const [factor] = dataOf(await user.listEnrolledFactors()) as never as readonly Record<string, unknown>[]
    expect(factor).toStrictEqual({
      factorId: expect.any(String),
      factorType: 'OTP',
      profile: {
        algorithm: 'SHA1',
        digits: 6,
        period: 30,
        enrolledAt: new Date(now).toISOString(),
        provenAt: new Date(now).toISOString(),
      },
    })
    const factorId = String(factor!['factorId'])
    expect(dataOf(await user.getFactor({ factorId }))).toStrictEqual(factor)
    expect(seen(await user.getFactor({ factorId: 'other' }))).toMatchObject({
      statusCode: 404,
      errors: [{ code: 'otp.not_enrolled', path: 'factorId' }],
    })

    expect(dataOf(await user.mfaOtpVerify({ totp: codeNow(own) })), 'used up').toStrictEqual({
      verified: false,
    })
    served.setClock((now += stepMs))
    expect(dataOf(await user.mfaOtpVerify({ totp: codeNow(own) }))).toStrictEqual({ verified: true })
    expect(dataOf(await user.mfaOtpVerify({ totp: codeNow(own) }))).toStrictEqual({ verified: false })

    const refused = { statusCode: 401, apiCode: 2020 }
    expect(seen(await user.resetFactor({ factorId })), 'by password alone').toMatchObject(refused)
    expect(seen(await user.sendEnrollFactorRequest(otpFactor)), 'by password alone').toMatchObject(refused)
    const mfaToken = await challenged(username)
    const { recoveryCode: shown } = otpData
    const done = await v2('/api/v2/mfa/totp/recovery', mfaToken, { recoveryCode: shown })
    const proved = client(String(dataOf(done)['token']))
    expect(seen(await proved.resetFactor({ factorId: 'other' }))).toMatchObject({
      statusCode: 404,
      errors: [{ code: 'otp.not_enrolled', path: 'factorId' }],
    })
    expect(seen(await proved.resetFactor({ factorId }))).toStrictEqual({
      statusCode: 200,
      message: '操作成功',
    })
    expect(dataOf(await proved.listEnrolledFactors())).toStrictEqual([])

    served.setClock((now += stepMs))
    const again = await proved.enrollFactor({
      factorType: 'OTP' as never,
      enrollmentToken,
      enrollmentData: { passCode: codeNow(own) },
    })
    expect(seen(again), 'by a token that has enrolled').toMatchObject({ statusCode: 400 })
    expect(dataOf(await proved.listEnrolledFactors())).toStrictEqual([])
  })

  it('come without a picture where nobody draws one', async () => {
    const plain = await serveKeepsake({ at: now, http: { qrCode: undefined as never } })
    ;(await plain.keepsake.users.create({ list: [{ username: 'bob', password }] }))._unsafeUnwrap()
    const of = (accessToken?: string): AuthenticationClient => client(accessToken, plain.origin)
    const login = dataOf(await of().signInByUsernamePassword({ username: 'bob', password }))
    const begun = dataOf(await of(String(login['access_token'])).sendEnrollFactorRequest(otpFactor))
    expect(begun['otpData']).toMatchObject({
      qrCodeUri: expect.stringMatching(/^otpauth:/u),
      qrCodeDataUrl: '',
    })
    await plain.stop()
  })

  it('are refused by name where they are of another kind', async () => {
    const { username } = await bring()
    const user = await signedIn(username)
    for (const factorType of ['SMS', 'EMAIL', 'FACE'] as const)
      expect(
        seen(await user.sendEnrollFactorRequest({ factorType: factorType as never, profile: {} })),
      ).toMatchObject({
        statusCode: 400,
        message: '参数 factorType 必须是 OTP 之一',
      })
  })

  it('are one user’s alone', async () => {
    const bob = await bring({ otp: { secret } })
    const eve = await signedIn((await bring()).username)
    const { authenticators } = (
      await served.keepsake.authenticators.list({ userId: bob.userId })
    )._unsafeUnwrap()
    const factorId = authenticators[0]!.id
    expect(seen(await eve.getFactor({ factorId }))).toMatchObject({ statusCode: 404 })
    expect(seen(await eve.resetFactor({ factorId }))).toMatchObject({ statusCode: 404 })
    expect(
      (await served.keepsake.authenticators.list({ userId: bob.userId }))._unsafeUnwrap().authenticators,
    ).toHaveLength(1)
  })

  it('are first enrolled where the pool demands one, by the token of the sign-in that says so', async () => {
    const strict = await serveKeepsake({ at: now, settings: { otp: { required: true } } })
    const list = [{ username: 'bob', password }]
    ;(await strict.keepsake.users.create({ list }))._unsafeUnwrap()
    const of = (accessToken?: string): AuthenticationClient => client(accessToken, strict.origin)
    const answer = seen(await of().signInByUsernamePassword({ username: 'bob', password }))
    expect(answer).toMatchObject({ statusCode: 499, apiCode: 1636, data: { totpMfaEnabled: false } })
    const bob = of((answer.data as { readonly mfaToken: string }).mfaToken)
    expect(seen(await bob.listEnrolledFactors()), 'for nothing else').toMatchObject({ statusCode: 401 })
    const { enrollmentToken, otpData } = dataOf(await bob.sendEnrollFactorRequest(otpFactor)) as never as {
      readonly enrollmentToken: string
      readonly otpData: Readonly<Record<string, string>>
    }
    const own = new URL(otpData['qrCodeUri']!).searchParams.get('secret')!
    const passCode = codeNow(own)
    const enrol = { factorType: 'OTP' as never, enrollmentToken, enrollmentData: { passCode } }
    expect(seen(await bob.enrollFactor(enrol)).statusCode).toBe(200)
    expect(seen(await bob.sendEnrollFactorRequest(otpFactor)), 'once').toMatchObject({ statusCode: 401 })
    const again = seen(await of().signInByUsernamePassword({ username: 'bob', password }))
    expect(again).toMatchObject({ apiCode: 1635 })
    await strict.stop()
  })
})

describe('a user’s access token', () => {
  it('is worth nothing once its user may not sign in, has another password, or half an hour has passed', async () => {
    const { username, userId } = await bring()
    const user = await signedIn(username)
    served.setClock(now + 1_799_000)
    expect(seen(await user.listEnrolledFactors()).statusCode).toBe(200)
    served.setClock(now + 1_800_000)
    expect(seen(await user.listEnrolledFactors())).toMatchObject({ statusCode: 401, apiCode: 2020 })
    served.setClock(now)
    const newPassword = 'ten ducks on a lake'
    await served.keepsake.passwords.change({ login: username, password, newPassword })
    expect(seen(await user.listEnrolledFactors())).toMatchObject({ statusCode: 401, apiCode: 2020 })
    expect((await served.keepsake.users.get({ userId })).isOk()).toBe(true)
  })

  it('does not manage the pool, and a management token is no user', async () => {
    const { username, userId } = await bring()
    const answer = await client().signInByUsernamePassword({ username, password })
    const token = String(dataOf(answer)['access_token'])
    const get = async (path: string, authorization: string): Promise<EnvelopeBody> =>
      (await (await fetch(`${served.origin}${path}`, { headers: { authorization } })).json()) as EnvelopeBody
    for (const word of ['', 'Bearer ']) {
      expect(await get(`/api/v3/get-user?userId=${userId}`, word + token)).toMatchObject({ statusCode: 401 })
      expect(await get('/api/v3/list-enrolled-factors', word + token)).toMatchObject({ statusCode: 200 })
      const managing = word + (await served.token())
      expect(await get(`/api/v3/get-user?userId=${userId}`, managing)).toMatchObject({ statusCode: 200 })
      expect(await get('/api/v3/list-enrolled-factors', managing)).toMatchObject({ statusCode: 401 })
    }
  })
})

describe('a sign-in by the published Node SDK alone', () => {
  it('ends with the code of the authenticator, by the mfaToken', async () => {
    const { username, userId } = await bring({ otp: { secret } })
    const owner = client(await challenged(username))
    expect(seen(await owner.mfaOtpVerify({ totp: '000000' }))).toMatchObject({
      statusCode: 499,
      apiCode: 6001,
      data: { verified: false },
    })
    const done = dataOf(await owner.mfaOtpVerify({ totp: codeNow() }))
    expect(done).toMatchObject({ verified: true, userId, token_type: 'Bearer', expire_in: 1800 })
    const user = client(String(done['access_token']))
    expect(dataOf(await user.listEnrolledFactors())).toHaveLength(1)
    served.setClock((now += stepMs))
    expect(dataOf(await user.mfaOtpVerify({ totp: codeNow() }))).toStrictEqual({ verified: true })
  })

  it('takes an mfaToken once, and no other token for one', async () => {
    const { username } = await bring({ otp: { secret } })
    const mfaToken = await challenged(username)
    dataOf(await client(mfaToken).mfaOtpVerify({ totp: codeNow() }))
    served.setClock((now += stepMs))
    const refused = { statusCode: 401, apiCode: 2020 }
    expect(seen(await client(mfaToken).mfaOtpVerify({ totp: codeNow() })).statusCode).not.toBe(200)
    expect(seen(await client(`${mfaToken}x`).mfaOtpVerify({ totp: codeNow() }))).toMatchObject(refused)
    expect(seen(await client('').mfaOtpVerify({ totp: codeNow() }))).toMatchObject(refused)
    expect(seen(await client(await served.token()).mfaOtpVerify({ totp: codeNow() }))).toMatchObject(refused)
  })

  it('counts wrong codes by the mfaToken like those of v2', async () => {
    const { username } = await bring({ otp: { secret } })
    const owner = client(await challenged(username))
    for (let round = 0; round < 10; round += 1)
      expect(seen(await owner.mfaOtpVerify({ totp: 'wrong' }))).toMatchObject({ apiCode: 6001 })
    expect(seen(await owner.mfaOtpVerify({ totp: codeNow() }))).toMatchObject({ apiCode: 2005 })
  })

  it('sets the password that is demanded after the code, and lets its user in', async () => {
    const { username } = await bring({ otp: { secret }, resetPasswordOnFirstLogin: true })
    const answer = seen(await client(await challenged(username)).mfaOtpVerify({ totp: codeNow() }))
    expect(answer).toMatchObject({ statusCode: 499, apiCode: 1639, data: { token: expect.any(String) } })
    const { token: passwordResetToken } = answer.data as { readonly token: string }
    const newPassword = 'ten ducks on a lake'
    expect(dataOf(await client().resetPassword({ passwordResetToken, password: newPassword }))).toStrictEqual(
      {
        success: true,
      },
    )
    expect(seen(await client().signInByUsernamePassword({ username, password: newPassword }))).toMatchObject({
      apiCode: 1635,
    })
  })

  it('resets by the token of 1639, in clear or under the pool’s key, once', async () => {
    const { username } = await bring({ resetPasswordOnFirstLogin: true })
    const { data } = seen(await client().signInByUsernamePassword({ username, password }))
    const { token: passwordResetToken } = data as { readonly token: string }
    const resetTo = (newPassword: string, passwordEncryptType?: string) =>
      client().resetPassword({
        passwordResetToken,
        password: newPassword,
        ...(passwordEncryptType === undefined ? {} : { passwordEncryptType: passwordEncryptType as never }),
      })
    expect(seen(await resetTo('zebra lamp oat'))).toMatchObject({
      statusCode: 400,
      errors: [{ code: 'password.too_short', path: 'password' }],
    })
    expect(seen(await resetTo('AAAA', 'rsa'))).toMatchObject({
      apiCode: 2016,
      errors: [{ code: 'password.undecryptable', path: 'password' }],
    })
    const encrypted = rsaVectors.cases.find(({ key }) => key === 'rsa2048')!.ciphertexts[2]!
    expect(dataOf(await resetTo(encrypted.ciphertext, 'rsa'))).toStrictEqual({ success: true })
    expect(seen(await resetTo('ten ducks on a lake'))).toMatchObject({ statusCode: 401, apiCode: 2020 })
    expect(
      dataOf(await client().signInByUsernamePassword({ username, password: encrypted.plaintext })),
    ).toHaveProperty('access_token')
  })

  it('resets by the token of a notice as well, of a forgotten password or of a new account', async () => {
    const known = await serveKeepsake({
      settings: {
        resetUrl: 'https://login.example.com/reset',
        activationUrl: 'https://login.example.com/activate',
      },
      ports: { noticeSender: sender },
    })
    const tokenFor = async (email: string): Promise<string> => {
      await known.keepsake.notices.deliver()
      return tokenIn(sender.messages().find(({ to }) => to === email))!
    }
    const resetBy = (passwordResetToken: string) =>
      client(undefined, known.origin).resetPassword({ passwordResetToken, password: 'ten ducks on a lake' })
    await known.keepsake.users.create({ list: [{ email: 'forgetful@example.com', password }] })
    await known.keepsake.passwords.requestReset({ login: 'forgetful@example.com' })
    const list = [{ email: 'fresh@example.com' }]
    const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
    await known.keepsake.users.create({ list, options })
    for (const email of ['forgetful@example.com', 'fresh@example.com']) {
      const token = await tokenFor(email)
      expect(dataOf(await resetBy(token)), email).toStrictEqual({ success: true })
      expect(seen(await resetBy(token)), email).toMatchObject({ statusCode: 401, apiCode: 2020 })
    }
    await known.stop()
  })
})
