import { createServer } from 'node:https'
import { openAliyunSender } from '@keepsake/adapters/notify/sms/aliyun'
import { openLimitedSender } from '@keepsake/adapters/notify/sms/limited'
import { openTencentSender } from '@keepsake/adapters/notify/sms/tencent'
import { openTwilioSender } from '@keepsake/adapters/notify/sms/twilio'
import { conceal, type NoticeSender } from '@keepsake/domain'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listening } from '../mail-server.ts'
import { impatienceMs, patienceMs } from '../patience.ts'
import { badCertificates, nobodysPort, reasonBy, tellingText, vector } from '../reasons.ts'
import { write } from '../write.ts'
import { openProvider } from './provider.ts'

const secret = conceal('canary-secret')
const common = { write, clock: () => 1_732_233_600_000 }

type Open = (endpoint: string, timeoutMs?: number) => NoticeSender

/** Each provider with a template for what is sent here, by the name that its reasons have. */
const providers: Readonly<Record<string, Open>> = {
  Twilio: (endpoint, timeoutMs = patienceMs) =>
    openTwilioSender({ ...common, timeoutMs, accountSid: 'AC1', secret, from: '+15005550006', endpoint }),
  'Alibaba Cloud': (endpoint, timeoutMs = patienceMs) =>
    openAliyunSender({
      ...common,
      timeoutMs,
      accessKeyId: 'id',
      accessKeySecret: secret,
      signName: 'Shop',
      templates: { 'password-reset': { 'zh-CN': { code: 'SMS_1', variables: { token: 'token' } } } },
      endpoint,
    }),
  'Tencent Cloud': (endpoint, timeoutMs = patienceMs) =>
    openTencentSender({
      ...common,
      timeoutMs,
      secretId: 'id',
      secretKey: secret,
      sdkAppId: '1',
      templates: { 'password-reset': { 'zh-CN': { id: '1', variables: ['token'] } } },
      endpoint,
    }),
}

const said = 'canary +8618812345678 https://x.example/canary'
const ofAliyun = (code: string) => ({ Code: code, Message: said, RequestId: 'canary' })
const ofTencent = (code: string) => ({ Response: { SendStatusSet: [{ Code: code, Message: said }] } })
const ofTencentAtAll = (code: string) => ({ Response: { Error: { Code: code, Message: said } } })
const ofTwilio = (code: number) => ({ code, message: said, status: 400 })

describe('what a provider of text messages answers is kept, without its text', () => {
  // By provider: the status, the body, what it comes to, and the words.
  const rows: readonly (readonly [string, number, unknown, string, string])[] = [
    ['Twilio', 400, ofTwilio(21211), 'recipient-refused', 'answered 400, 21211'],
    ['Twilio', 400, ofTwilio(21610), 'recipient-refused', 'answered 400, 21610'],
    ['Twilio', 400, ofTwilio(21617), 'message-refused', 'answered 400, 21617'],
    ['Twilio', 400, ofTwilio(21606), 'unavailable', 'answered 400, 21606'],
    ['Twilio', 401, ofTwilio(20003), 'unavailable', 'answered 401, 20003'],
    ['Twilio', 429, ofTwilio(20429), 'unavailable', 'answered 429, 20429'],
    ['Twilio', 503, said, 'unavailable', 'answered 503, no code'],
    [
      'Alibaba Cloud',
      200,
      ofAliyun('isv.MOBILE_NUMBER_ILLEGAL'),
      'recipient-refused',
      'answered 200, isv.MOBILE_NUMBER_ILLEGAL',
    ],
    [
      'Alibaba Cloud',
      200,
      ofAliyun('isv.PARAM_NOT_SUPPORT_URL'),
      'message-refused',
      'answered 200, isv.PARAM_NOT_SUPPORT_URL',
    ],
    [
      'Alibaba Cloud',
      200,
      ofAliyun('isv.AMOUNT_NOT_ENOUGH'),
      'unavailable',
      'answered 200, isv.AMOUNT_NOT_ENOUGH',
    ],
    [
      'Alibaba Cloud',
      200,
      ofAliyun('isv.BUSINESS_LIMIT_CONTROL'),
      'unavailable',
      'answered 200, isv.BUSINESS_LIMIT_CONTROL',
    ],
    [
      'Alibaba Cloud',
      403,
      ofAliyun('SignatureDoesNotMatch'),
      'unavailable',
      'answered 403, SignatureDoesNotMatch',
    ],
    [
      'Tencent Cloud',
      200,
      ofTencent('InvalidParameterValue.IncorrectPhoneNumber'),
      'recipient-refused',
      'answered 200, InvalidParameterValue.IncorrectPhoneNumber',
    ],
    [
      'Tencent Cloud',
      200,
      ofTencent('FailedOperation.ContainSensitiveWord'),
      'message-refused',
      'answered 200, FailedOperation.ContainSensitiveWord',
    ],
    [
      'Tencent Cloud',
      200,
      ofTencent('FailedOperation.InsufficientBalanceInSmsPackage'),
      'unavailable',
      'answered 200, FailedOperation.InsufficientBalanceInSmsPackage',
    ],
    [
      'Tencent Cloud',
      200,
      ofTencentAtAll('AuthFailure.SignatureFailure'),
      'unavailable',
      'answered 200, AuthFailure.SignatureFailure',
    ],
    ['Tencent Cloud', 200, ofTencent(said), 'unavailable', 'answered 200, no code'],
  ]
  test.each(rows)('%s, %i', async (name, status, body, kind, words) => {
    const provider = await openProvider(() => ({ status, body }), {
      busy: { status, body },
      refuses: { status, body },
    })
    const sender = providers[name]!(provider.endpoint)
    expect(await reasonBy(sender, tellingText)).toEqual([kind, `${name} ${words}`])
  })
})

describe.each(Object.entries(providers))('%s that is not reached', (name, open) => {
  const failed = (words: string) => ['unavailable', `${name} did not answer: ${words}`]

  test('says why', async () => {
    const [kind, words] = await reasonBy(open(`http://127.0.0.1:${await nobodysPort()}`), tellingText)
    expect([kind, words]).toEqual(failed('ECONNREFUSED (nothing listens there)'))
  })

  test.each([
    ['hangs', 'TimeoutError (no answer in time)', impatienceMs],
    ['drops', 'UND_ERR_SOCKET (the connection was cut)', patienceMs],
  ] as const)('as it %s says so', async (behaviour, words, timeoutMs) => {
    const nothing = { status: 200, body: '' }
    const provider = await openProvider(() => nothing, { busy: nothing, refuses: nothing })
    provider.behave(behaviour)
    expect(await reasonBy(open(provider.endpoint, timeoutMs), tellingText)).toEqual(failed(words))
  })

  test('as it leads elsewhere is not followed', async () => {
    const elsewhere = { status: 307, body: said }
    const provider = await openProvider(() => elsewhere, { busy: elsewhere, refuses: elsewhere })
    const [kind, words] = await reasonBy(open(provider.endpoint), tellingText)
    expect([kind, words]).toEqual(['unavailable', `${name} answered 307, no code`])
  })

  test.each(badCertificates)('for its certificate that is %s says so', async (_, cert, ca, words) => {
    // `fetch` trusts what Node.js trusts: a certificate that is its own authority is not among them.
    const expected = ca === undefined ? words : expect.stringMatching(/^[A-Z_]+ \(.*certificate.*\)$/u)
    const server = createServer({ key: vector('server-key'), cert: vector(cert) })
    const port = await listening(server)
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const [kind, found = ''] = await reasonBy(open(`https://localhost:${port}`), tellingText)
    expect([kind, found.replace(`${name} did not answer: `, '')]).toEqual(['unavailable', expected])
  })
})

test('a limit of our own says which', async () => {
  const provider = await openProvider(() => ({ status: 201, body: {} }), {
    busy: { status: 429, body: {} },
    refuses: { status: 400, body: {} },
  })
  const limits = { clock: common.clock, perNumber: 1 }
  const sender = openLimitedSender(providers['Twilio']!(provider.endpoint), { ...limits, allowed: ['+86'] })
  await sender.send(tellingText)
  expect(await reasonBy(sender, tellingText)).toEqual([
    'unavailable',
    "the day's messages to a number or +86 are used up",
  ])
  const elsewhere = openLimitedSender(providers['Twilio']!(provider.endpoint), {
    ...limits,
    allowed: ['+49'],
  })
  expect(await reasonBy(elsewhere, tellingText)).toEqual([
    'not-allowed',
    'a number begins like none that is served',
  ])
})
