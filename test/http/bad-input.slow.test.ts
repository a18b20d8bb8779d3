import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import rsaVectors from '../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import sm2Vectors from '../vectors/cipher/sm2-openssl.json' with { type: 'json' }
import { recordedCiphers } from '../builders/keepsake.ts'
import { send, serveKeepsake, signed, type Served } from './served.ts'

let served: Served
let usersBefore: number
let prototypeBefore: readonly string[]

const batch = '/api/v3/create-users-batch'
/** A password that must not be seen again in any answer. */
const secret = 'c4n4ry-of-the-c0al-mine'

beforeAll(async () => {
  served = await serveKeepsake({
    ciphers: () => ({ rsa: recordedCiphers.rsa }),
    settings: { limits: { rows: 20, rowsToHash: 10 } },
  })
  await served.post(batch, { list: [{ username: 'present', email: 'present@example.com' }] })
})
beforeEach(() => {
  usersBefore = served.countUsers()
  prototypeBefore = Object.getOwnPropertyNames(Object.prototype)
})
afterEach(() => {
  // Thrown, so that the test that left a trace is the one that fails.
  if (served.countUsers() !== usersBefore) throw new Error('a refused request left users behind')
  const added = Object.getOwnPropertyNames(Object.prototype).filter((name) => !prototypeBefore.includes(name))
  if (added.length > 0) throw new Error(`a refused request changed Object.prototype: ${added.join()}`)
})
afterAll(() => served.stop())

type Expected = {
  readonly statusCode: number
  readonly apiCode?: number
  /** `code path` of every issue, in order. */
  readonly issues: readonly string[]
}

const check = (
  { status, headers, body, text }: Awaited<ReturnType<Served['post']>>,
  { statusCode, apiCode, issues }: Expected,
): void => {
  expect(body).toStrictEqual({
    statusCode,
    ...(apiCode === undefined ? {} : { apiCode }),
    message: body.errors?.[0]?.message,
    requestId: expect.stringMatching(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u),
    errors: issues.map((issue) => {
      const [code, ...path] = issue.split(' ')
      return { code, path: path.join(' '), message: expect.not.stringMatching(/[{}]|undefined/u) }
    }),
  })
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-type')).toContain('application/json')
  expect(text).not.toContain(secret)
}

const row = (fields: object): object => ({ username: 'absent', password: secret, ...fields })
const sm2Ciphertext = sm2Vectors.cases[0]?.ciphertexts[0]?.ciphertext ?? ''
const ofOtherKey =
  rsaVectors.cases.find(({ key, padding }) => key === 'rsa1024' && padding === 'pkcs1')?.ciphertexts[0]
    ?.ciphertext ?? ''

describe('a batch of users that cannot be taken', () => {
  it.each<readonly [string, object, Expected]>([
    [
      'of wrong types',
      { list: [row({ email: 1, emailVerified: 'true', departmentIds: 'a', customData: [], status: {} })] },
      {
        statusCode: 400,
        issues: [
          'request.field_of_wrong_type list.0.status',
          'request.field_of_wrong_type list.0.email',
          'request.field_of_wrong_type list.0.emailVerified',
          'request.field_of_wrong_type list.0.departmentIds',
          'request.field_of_wrong_type list.0.customData',
        ],
      },
    ],
    [
      'with a list that is none',
      { list: row({}) },
      { statusCode: 400, issues: ['request.field_of_wrong_type list'] },
    ],
    ['without a list', {}, { statusCode: 400, issues: ['request.field_missing list'] }],
    [
      'with rows that are none',
      { list: [null, 1, secret, []] },
      { statusCode: 400, issues: [0, 1, 2, 3].map((each) => `request.field_of_wrong_type list.${each}`) },
    ],
    [
      'with unknown fields',
      { list: [row({ userId: 'chosen', loginsCount: 3 })], option: {}, options: { keepPasswords: true } },
      {
        statusCode: 400,
        issues: [
          'request.field_unknown list.0.userId',
          'request.field_unknown list.0.loginsCount',
          'request.field_unknown options.keepPasswords',
          'request.field_unknown option',
        ],
      },
    ],
    [
      'with what only a move may give',
      {
        list: [
          row({
            createdAt: 1_600_000_000_000,
            lastSignInAt: '2020-01-01',
            signInsCount: 1,
            passwordSetAt: '2020-01-01',
            passwordOrigin: { source: 'a' },
            emails: [],
            phones: [],
          }),
        ],
      },
      {
        statusCode: 400,
        issues: [
          'createdAt',
          'lastSignInAt',
          'signInsCount',
          'passwordSetAt',
          'passwordOrigin',
          'emails',
          'phones',
        ].map((name) => `request.field_unknown list.0.${name}`),
      },
    ],
    [
      'with unknown values',
      {
        list: [row({ status: 'Active', gender: 'X', passwordEncryptType: 'aes' })],
        options: { departmentIdType: 'code' },
      },
      {
        statusCode: 400,
        issues: [
          'user.department_id_type_unknown options.departmentIdType',
          'user.status_unknown list.0.status',
          'user.gender_unknown list.0.gender',
        ],
      },
    ],
    [
      'with an unknown encrypt type',
      { list: [row({ passwordEncryptType: 'aes' })] },
      { statusCode: 400, issues: ['password.encrypt_type_unknown list.0.passwordEncryptType'] },
    ],
    ['of no rows', { list: [] }, { statusCode: 400, issues: ['user.list_empty list'] }],
    [
      'of too many rows',
      { list: Array.from({ length: 21 }, (_, index) => ({ username: `u${index}` })) },
      { statusCode: 400, issues: ['user.list_too_long list'] },
    ],
    [
      'of too many passwords to hash',
      { list: Array.from({ length: 11 }, (_, index) => row({ username: `u${index}` })) },
      { statusCode: 400, issues: ['password.too_many_to_hash list'] },
    ],
    [
      'with the contract’s masked phone number',
      { list: [row({}), row({ username: 'b', phone: '188xxxx8888', phoneCountryCode: '+86' })] },
      { statusCode: 400, apiCode: 2028, issues: ['user.phone_malformed list.1.phone'] },
    ],
    [
      'without an identifier',
      { list: [{ externalId: '10010', name: '张三' }] },
      { statusCode: 400, issues: ['user.identifier_missing list.0'] },
    ],
    [
      'with bad emails, each named',
      { list: [row({}), ...[1, 2, 3].map((each) => ({ email: `${each}@` }))] },
      {
        statusCode: 400,
        apiCode: 2003,
        issues: [1, 2, 3].map((each) => `user.email_malformed list.${each}.email`),
      },
    ],
    [
      'with a broken RSA ciphertext',
      { list: [row({ password: `${secret}==`, passwordEncryptType: 'rsa' })] },
      { statusCode: 400, apiCode: 2016, issues: ['password.undecryptable list.0.password'] },
    ],
    [
      'with a password encrypted under another key',
      { list: [row({ password: ofOtherKey, passwordEncryptType: 'rsa' })] },
      { statusCode: 400, apiCode: 2016, issues: ['password.undecryptable list.0.password'] },
    ],
    [
      'with SM2, for which there is no key',
      { list: [row({ password: sm2Ciphertext, passwordEncryptType: 'sm2' })] },
      { statusCode: 400, issues: ['password.encrypt_type_not_offered list.0.password'] },
    ],
    [
      'with a kept password that is no hash',
      { list: [row({})], options: { keepPassword: true } },
      { statusCode: 400, issues: ['password.kept_is_no_hash list.0.password'] },
    ],
    [
      'with flags that contradict each other',
      { list: [{ username: 'absent' }], options: { keepPassword: true, autoGeneratePassword: true } },
      { statusCode: 400, issues: ['password.keep_and_generate options.autoGeneratePassword'] },
    ],
    [
      'with an app that is not there',
      {
        list: [row({})],
        options: { sendNotification: { sendEmailNotification: true, appId: 'constructor' } },
      },
      { statusCode: 404, apiCode: 2011, issues: ['notice.app_unknown options.sendNotification.appId'] },
    ],
    [
      'with keys of Object’s own',
      {
        list: [row({ customData: { constructor: secret, toString: 1, hasOwnProperty: 1 } })],
        constructor: 1,
      },
      { statusCode: 400, issues: ['request.field_unknown constructor'] },
    ],
    [
      'with custom fields that Object has',
      { list: [row({ customData: { constructor: secret, toString: 1 } })] },
      {
        statusCode: 400,
        issues: [
          'user.custom_field_undeclared list.0.customData.constructor',
          'user.custom_field_undeclared list.0.customData.toString',
        ],
      },
    ],
    [
      'with NUL in a username',
      { list: [row({ username: 'a\u0000b' })] },
      { statusCode: 400, issues: ['text.control_character list.0.username'] },
    ],
    [
      'with half a character in a password',
      { list: [row({ password: `\ud800${secret}` })] },
      { statusCode: 400, issues: ['password.not_text list.0.password'] },
    ],
    [
      'that repeats itself',
      { list: [row({ email: 'A@example.com' }), row({ username: 'b', email: 'a@EXAMPLE.com' })] },
      {
        statusCode: 409,
        apiCode: 2200,
        issues: ['user.email_repeated list.0.email', 'user.email_repeated list.1.email'],
      },
    ],
    [
      'with users who are there already',
      { list: [row({}), row({ username: 'b', email: 'PRESENT@example.com' }), row({ username: 'present' })] },
      {
        statusCode: 409,
        apiCode: 2200,
        issues: ['user.email_taken list.1.email', 'user.username_taken list.2.username'],
      },
    ],
    [
      'with a password of ten megabytes',
      { list: [row({ password: 'x'.repeat(10_000_000) })] },
      { statusCode: 400, issues: ['password.too_long list.0.password'] },
    ],
    [
      'with a ciphertext of ten megabytes',
      { list: [row({ password: 'x'.repeat(10_000_000), passwordEncryptType: 'rsa' })] },
      { statusCode: 400, apiCode: 2016, issues: ['password.undecryptable list.0.password'] },
    ],
    [
      'with more custom fields than anybody has',
      {
        list: [
          row({ customData: Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => [`k${n}`, 1])) }),
        ],
      },
      { statusCode: 400, issues: ['request.field_of_wrong_type list.0.customData'] },
    ],
    [
      'with more departments than there are',
      { list: [row({ departmentIds: Array.from({ length: 200_000 }, () => 1) })] },
      { statusCode: 400, issues: ['request.field_of_wrong_type list.0.departmentIds'] },
    ],
    [
      'of half a million rows',
      { list: Array.from({ length: 500_000 }, () => 0) },
      { statusCode: 400, issues: ['request.field_of_wrong_type list'] },
    ],
  ])('%s', async (_, body, expected) => {
    check(await served.post(batch, body), expected)
  })

  it('with a broken SM2 ciphertext', async () => {
    const both = await serveKeepsake()
    const broken = [sm2Ciphertext.slice(0, -8), secret, `04${'a'.repeat(300)}`, '']
    for (const password of broken) {
      const answer = await both.post(batch, { list: [row({ password, passwordEncryptType: 'sm2' })] })
      check(answer, { statusCode: 400, apiCode: 2016, issues: ['password.undecryptable list.0.password'] })
    }
    expect(both.countUsers()).toBe(0)
    await both.stop()
  })

  it('with a hundred thousand faults: a thousand are listed', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 1]))
    const { body } = await served.post(batch, { list: [unknown] })
    expect(body).toMatchObject({ statusCode: 400 })
    expect(body.errors).toHaveLength(1000)
  })
})

describe('a body that cannot be read', () => {
  const nested = (depth: number): string => `${'{"list":['.repeat(depth / 2)}${']}'.repeat(depth / 2)}`
  it.each<readonly [string, string | Uint8Array, Expected]>([
    ['not JSON', `{"password":"${secret}",}`, { statusCode: 400, issues: ['request.not_json '] }],
    ['cut off', '{"list":[{"username":"abs', { statusCode: 400, issues: ['request.not_json '] }],
    [
      'not UTF-8',
      Buffer.from('{"list":[{"username":"\xe9t\xe9"}]}', 'latin1'),
      { statusCode: 400, issues: ['request.not_json '] },
    ],
    ['compressed', gzipSync('{"list":[]}'), { statusCode: 400, issues: ['request.not_json '] }],
    ['empty', '', { statusCode: 400, issues: ['request.field_missing '] }],
    ['null', 'null', { statusCode: 400, issues: ['request.field_of_wrong_type '] }],
    ['a list', '[]', { statusCode: 400, issues: ['request.field_of_wrong_type '] }],
    ['a number', '1e999', { statusCode: 400, issues: ['request.field_of_wrong_type '] }],
    [
      'a hundred levels deep',
      nested(100),
      { statusCode: 400, issues: [`request.too_deep ${'list.0.'.repeat(8).slice(0, -1)}`] },
    ],
    [
      'a hundred thousand levels deep',
      '['.repeat(100_000) + ']'.repeat(100_000),
      { statusCode: 400, issues: [`request.too_deep ${'0.'.repeat(16).slice(0, -1)}`] },
    ],
    [
      'with __proto__ in customData',
      `{"list":[{"username":"a","customData":{"__proto__":{"isAdmin":true}}}]}`,
      { statusCode: 400, issues: ['request.forbidden_key list.0.customData.__proto__'] },
    ],
    [
      'with __proto__ on top',
      `{"__proto__":{"list":[]},"list":[]}`,
      { statusCode: 400, issues: ['request.forbidden_key __proto__'] },
    ],
    ...['9007199254740993', '0.12345678901234567890', '1e-400', '1e400'].map(
      (number): [string, string, Expected] => [
        `with a number that JavaScript cannot keep exactly, ${number}`,
        `{"list":[{"username":"a","customData":{"age":${number}}}]}`,
        { statusCode: 400, issues: ['user.custom_value_of_wrong_type list.0.customData.age'] },
      ],
    ),
    [
      'of eleven megabytes',
      ' '.repeat(11 * 1024 * 1024),
      { statusCode: 413, issues: ['request.too_large '] },
    ],
  ])('because it is %s', async (_, body, expected) => {
    check(await served.postRaw(batch, body), expected)
  })

  it('of eleven megabytes without a length, sent in pieces', async () => {
    const piece = Buffer.alloc(1024 * 1024, ' ')
    const answer = await send(`${served.origin}${batch}`, {
      method: 'POST',
      headers: { 'x-authing-lang': 'en-US', authorization: await served.token() },
      body: new ReadableStream({
        start: (controller) => {
          for (let count = 0; count < 11; count += 1) controller.enqueue(piece)
          controller.close()
        },
      }),
      duplex: 'half',
    })
    check(answer, { statusCode: 413, issues: ['request.too_large '] })
    expect(answer.body.message).toBe('The request is larger than 10485760 bytes')
  })

  it('is read with a byte order mark', async () => {
    check(await served.postRaw(batch, `\ufeff{"list":[]}`), {
      statusCode: 400,
      issues: ['user.list_empty list'],
    })
  })
})

describe('authenticators that cannot be taken', () => {
  const otp = { secret: 'HZ2F6J3AGNAVSOTV' }
  it.each(['0', '1', '8', '9', '=', 'ä', '!'])('with %s in the secret', async (letter) => {
    const list = [{ userId: 'a', otp: { secret: `${letter}Z2F6J3AGNAVSOTVHZ2F6J3AGNAVSOTV` } }]
    check(await served.post('/api/v3/import-otp', { list }), {
      statusCode: 400,
      issues: ['otp.secret_malformed list.0.otp.secret', 'otp.user_unknown list.0.userId'],
    })
  })

  it('with a secret that is too short, a recovery code that is none, and the user missing', async () => {
    const list = [
      { userId: 'nobody', otp },
      { userId: 'nobody either', otp: { secret: 'HZ2F6J3A', recoveryCode: 'b471' } },
      { userId: 'nobody', otp },
    ]
    check(await served.post('/api/v3/import-otp', { list }), {
      statusCode: 404,
      apiCode: 2004,
      issues: [
        'otp.user_unknown list.0.userId',
        'otp.secret_too_short list.1.otp.secret',
        'otp.recovery_code_malformed list.1.otp.recoveryCode',
        'otp.user_unknown list.1.userId',
        'otp.user_unknown list.2.userId',
        'otp.user_repeated list.2.userId',
      ],
    })
  })

  it.each<readonly [string, object, readonly string[]]>([
    ['no rows', { list: [] }, ['otp.list_empty list']],
    [
      'too many rows',
      { list: Array.from({ length: 21 }, (_, index) => ({ userId: `${index}`, otp })) },
      ['otp.list_too_long list'],
    ],
    [
      'wrong shapes',
      {
        list: [
          { userId: 1, otp: 'HZ2F6J3AGNAVSOTV' },
          { userId: 'a' },
          { userId: 'a', otp: { secret: null } },
        ],
      },
      [
        'request.field_of_wrong_type list.0.userId',
        'request.field_of_wrong_type list.0.otp',
        'request.field_missing list.1.otp',
        'request.field_of_wrong_type list.2.otp.secret',
      ],
    ],
  ])('with %s', async (_, body, issues) => {
    check(await served.post('/api/v3/import-otp', body), { statusCode: 400, issues })
  })
})

describe('a sign-in that cannot be read', () => {
  const username = 'present'
  const payload = { username, password: secret }
  it.each<readonly [string, object, readonly string[]]>([
    [
      'by another connection',
      { connection: 'LDAP', passwordPayload: payload },
      ['request.value_not_allowed connection'],
    ],
    ['without a payload', { connection: 'PASSWORD' }, ['request.field_missing passwordPayload']],
    [
      'of nobody',
      { connection: 'PASSWORD', passwordPayload: { password: secret } },
      ['request.field_of_wrong_type passwordPayload'],
    ],
    [
      'of two at once',
      { connection: 'PASSWORD', passwordPayload: { ...payload, email: 'present@example.com' } },
      ['request.field_of_wrong_type passwordPayload'],
    ],
    [
      'with what is not offered',
      {
        connection: 'PASSWORD',
        passwordPayload: payload,
        options: { autoRegister: true, tenantId: 'a', customData: {}, captchaCode: 'a' },
      },
      [
        'request.value_not_allowed options.autoRegister',
        'request.field_unknown options.tenantId',
        'request.field_unknown options.customData',
        'request.field_unknown options.captchaCode',
      ],
    ],
    [
      'with a password under a cipher for which there is no key',
      { connection: 'PASSWORD', passwordPayload: payload, options: { passwordEncryptType: 'sm2' } },
      ['password.encrypt_type_not_offered passwordPayload.password'],
    ],
    [
      'with a password that is a list',
      { connection: 'PASSWORD', passwordPayload: { username, password: [secret] } },
      ['request.field_of_wrong_type passwordPayload.password'],
    ],
  ])('%s', async (_, body, issues) => {
    const answer = await send(`${served.origin}/api/v3/signin`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    check(answer, { statusCode: 400, issues })
  })
})

describe('a user who cannot be found', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, Expected]>([
    [
      'by an unknown id',
      { userId: 'nobody' },
      { statusCode: 404, apiCode: 2004, issues: ['user.not_found userId'] },
    ],
    [
      'by an email that is none',
      { userId: '@', userIdType: 'email' },
      { statusCode: 404, apiCode: 2004, issues: ['user.not_found userId'] },
    ],
    [
      'by the id of another kind',
      { userId: 'present@example.com', userIdType: 'username' },
      { statusCode: 404, apiCode: 2004, issues: ['user.not_found userId'] },
    ],
    ['by nothing', {}, { statusCode: 400, issues: ['request.field_missing userId'] }],
    [
      'by a kind of id that is none',
      { userId: 'a', userIdType: 'shoe_size' },
      { statusCode: 400, issues: ['request.value_not_allowed userIdType'] },
    ],
    [
      'with a flag that is none',
      { userId: 'a', withCustomData: 'maybe' },
      { statusCode: 400, issues: ['request.value_not_allowed withCustomData'] },
    ],
  ])('%s', async (_, query, expected) => {
    for (const path of ['/api/v3/get-user', '/api/v3/get-otp-secret-by-user', '/api/v3/get-user-mfa-info'])
      check(await served.get(path, query), expected)
  })

  it('is told from one who has no authenticator', async () => {
    const { userId } = (await served.get('/api/v3/get-user', { userId: 'present', userIdType: 'username' }))
      .body.data as { readonly userId: string }
    check(await served.get('/api/v3/get-otp-secret-by-user', { userId }), {
      statusCode: 404,
      issues: ['otp.not_enrolled userId'],
    })
  })

  it('by an id that is sent twice', async () => {
    const authorization = await served.token()
    const url = `${served.origin}/api/v3/get-user?userId=a&userId=b`
    check(await send(url, { headers: { authorization } }), {
      statusCode: 400,
      issues: ['request.field_of_wrong_type userId'],
    })
  })
})

describe('a request that did not prove who sent it', () => {
  const body = { list: [{ username: 'absent', password: secret }] }
  const post = (headers: Readonly<Record<string, string>>, sent: object = body, query = '') =>
    send(`${served.origin}${batch}${query}`, { method: 'POST', headers, body: JSON.stringify(sent) })
  const refused = (apiCode: number, code: string): object => ({
    statusCode: 401,
    apiCode,
    message: `身份认证失败: ${code}`,
    requestId: expect.any(String),
  })

  it('but changed what was signed', async () => {
    const headers = signed('POST', batch, body, Date.now())
    expect((await post(headers, { list: [{ username: 'other' }] })).body).toStrictEqual(
      refused(1300, 'signature_invalid'),
    )
    expect((await post({ ...headers, 'x-authing-lang': 'en-US' })).body).toMatchObject({
      statusCode: 401,
      apiCode: 1300,
    })
  })

  it('or hung a query on it, which no signature covers', async () => {
    const headers = signed('POST', batch, body, Date.now())
    expect((await post(headers, body, '?list=')).body).toStrictEqual(refused(1300, 'signature_invalid'))
  })

  it('or is off by ten minutes', async () => {
    for (const minutes of [-10, 10]) {
      const headers = signed('POST', batch, body, Date.now() + minutes * 60_000)
      expect((await post(headers)).body).toStrictEqual(refused(1305, 'timestamp_skewed'))
    }
  })

  it('or sends once more what was let in', async () => {
    const headers = signed('POST', batch, { list: [] }, Date.now())
    expect((await post(headers, { list: [] })).body).toMatchObject({ statusCode: 400 })
    expect((await post(headers, { list: [] })).body).toStrictEqual(refused(1306, 'replayed'))
  })

  it.each<readonly [string, Readonly<Record<string, string>>, number, string]>([
    ['method', { 'x-authing-signature-method': 'HMAC-SHA256' }, 1301, 'method_unsupported'],
    ['version', { 'x-authing-signature-version': '2.0' }, 1302, 'version_unsupported'],
    ['date', { date: 'yesterday' }, 1303, 'timestamp_malformed'],
  ])('or signs with another %s', async (_, more, apiCode, code) => {
    const headers = signed('POST', batch, body, Date.now(), more)
    expect((await post(headers)).body).toStrictEqual(refused(apiCode, code))
  })

  it('or does not say when', async () => {
    const { date: _, ...headers } = signed('POST', batch, body, Date.now())
    expect((await post(headers)).body).toStrictEqual(refused(1304, 'timestamp_missing'))
  })

  it.each([
    ['POST', '/api/v3/create-users-batch'],
    ['POST', '/api/v3/create-user'],
    ['POST', '/api/v3/import-otp'],
    ['GET', '/api/v3/get-user?userId=a'],
    ['GET', '/api/v3/get-otp-secret-by-user?userId=a'],
    ['GET', '/api/v3/get-user-mfa-info?userId=a'],
    ['POST', '/api/v2/mfa/totp/import'],
    ['DELETE', '/api/v2/users/a/mfa-bound?type=OTP'],
    ['POST', '/api/v2/mfa/totp/verify'],
    ['POST', '/api/v2/applications/mfa/totp/verify'],
    ['POST', '/api/v2/mfa/totp/recovery'],
    ['POST', '/api/v3/send-enroll-factor-request'],
    ['POST', '/api/v3/enroll-factor'],
    ['POST', '/api/v3/reset-factor'],
    ['GET', '/api/v3/list-enrolled-factors'],
    ['GET', '/api/v3/get-factor?factorId=a'],
    ['GET', '/api/v3/list-factors-to-enroll'],
    ['POST', '/api/v3/mfa-totp-verify'],
  ])('is let through to nothing: %s %s', async (method, path) => {
    for (const headers of [
      {},
      { authorization: '' },
      { authorization: 'Bearer x' },
      { authorization: 'authing a:b' },
    ]) {
      // Whether an mfaToken is one is found out with the code: those must be well-formed to get there.
      const proof = path.endsWith('recovery') ? { recoveryCode: 'b471-8ec0' } : { totp: '000000' }
      const body = JSON.stringify(/totp[-/](?:verify|recovery)/u.test(path) ? proof : { list: [] })
      const request = method === 'POST' ? { method, headers, body } : { method, headers }
      expect((await send(`${served.origin}${path}`, request)).body.statusCode).toBe(401)
    }
  })

  it('and is told nothing of its body', async () => {
    const wrong = { list: [{ username: 'present', nonsense: secret }] }
    const answer = await post({ authorization: 'Bearer x' }, wrong)
    expect(answer.body).toStrictEqual({
      statusCode: 401,
      message: '身份认证失败: unauthorized',
      requestId: expect.any(String),
    })
  })
})

describe('a body that nobody has signed for', () => {
  it('is turned away by its headers, before it is read', async () => {
    const answer = await send(`${served.origin}${batch}`, {
      method: 'POST',
      headers: { authorization: 'Bearer forged' },
      body: 'not JSON',
    })
    expect(answer.body).toMatchObject({ statusCode: 401, message: '身份认证失败: unauthorized' })
  })

  it('of more members than any request has is under no signature', async () => {
    const body = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`k${index}`, index]))
    const headers = signed('POST', batch, body, Date.now())
    const answer = await send(`${served.origin}${batch}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    expect(answer.body).toMatchObject({ statusCode: 401, apiCode: 1300 })
  })
})
