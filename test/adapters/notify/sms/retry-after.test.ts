import { openAliyunSender } from '@keepsake/adapters/notify/sms/aliyun'
import { openLimitedSender } from '@keepsake/adapters/notify/sms/limited'
import { openTencentSender } from '@keepsake/adapters/notify/sms/tencent'
import { openTwilioSender } from '@keepsake/adapters/notify/sms/twilio'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { conceal, type NoticeSender } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { errorOf, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'
import { aMessage } from '../messages.ts'
import { write } from '../write.ts'
import { openProvider, type Answer } from './provider.ts'

const now = Date.UTC(2026, 0, 1)
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const secret = conceal('secret')
const common = { write, clock: () => now, templates: {} }

const providers: Readonly<Record<string, (endpoint: string) => NoticeSender>> = {
  Twilio: (endpoint) => openTwilioSender({ ...common, accountSid: 'AC1', secret, from: '+1', endpoint }),
  'Alibaba Cloud': (endpoint) =>
    openAliyunSender({
      ...common,
      accessKeyId: 'id',
      accessKeySecret: secret,
      signName: 'Shop',
      templates: { 'otp-imported': { 'zh-CN': { code: 'SMS_1', variables: {} } } },
      endpoint,
    }),
  'Tencent Cloud': (endpoint) =>
    openTencentSender({
      ...common,
      secretId: 'id',
      secretKey: secret,
      sdkAppId: '1',
      templates: { 'otp-imported': { 'zh-CN': { id: '1', variables: [] } } },
      endpoint,
    }),
}

/** How long a provider with this answer asks to be left alone; what it comes to where it does not say. */
const askedBy = async (name: string, answer: Answer): Promise<unknown> => {
  const provider = await openProvider(() => answer, { busy: answer, refuses: answer })
  const sent = providers[name]!(provider.endpoint).send(aMessage('otp-imported', {}, 'sms'))
  const failure = await errorOf(sent)
  return 'retryAfterMs' in failure ? failure.retryAfterMs : failure.kind
}

const ofAliyun = (code: string, text = ''): Answer => ({ status: 200, body: { Code: code, Message: text } })
const ofTencent = (code: string): Answer => ({
  status: 200,
  body: { Response: { SendStatusSet: [{ Code: code, Message: '' }] } },
})
const ofTencentAtAll = (code: string): Answer => ({
  status: 200,
  body: { Response: { Error: { Code: code } } },
})

describe.each(Object.keys(providers))('a Retry-After of %s', (name) => {
  const tooMany = (value: string): Answer => ({
    status: 429,
    body: { code: 20429 },
    headers: { 'retry-after': value },
  })

  test.each([
    ['120', 2 * minute],
    ['Thu, 01 Jan 2026 00:10:00 GMT', 10 * minute],
  ])('says how long to wait: %s', async (value, ms) => {
    expect(await askedBy(name, tooMany(value))).toBe(ms)
  })

  test.each(['', '0', '-5', '1.5', 'soon', 'Wed, 31 Dec 2025 23:59:59 GMT'])(
    'says nothing if it is not one, or is over: %s',
    async (value) => {
      expect(await askedBy(name, tooMany(value))).toBe('unavailable')
    },
  )

  test.each([401, 500, 503])('counts with status %i', async (status) => {
    expect(await askedBy(name, { ...tooMany('7'), status })).toBe(7 * second)
  })
})

test('a Retry-After does not bring a message back that is refused for good', async () => {
  const headers = { 'retry-after': '120' }
  expect(await askedBy('Twilio', { status: 400, body: { code: 21211 }, headers })).toBe('undeliverable')
  expect(await askedBy('Alibaba Cloud', { ...ofAliyun('isv.MOBILE_NUMBER_ILLEGAL'), headers })).toBe(
    'undeliverable',
  )
})

describe('a code of a provider that names a limit says how long to wait:', () => {
  test.each([
    // The texts are those of answers in public bug reports and tests.
    ['isv.BUSINESS_LIMIT_CONTROL', '触发分钟级流控Permits:1', minute],
    ['isv.BUSINESS_LIMIT_CONTROL', '触发小时级流控Permits:5', hour],
    ['isv.BUSINESS_LIMIT_CONTROL', '触发天级流控Permits:10', day],
    ['isv.BUSINESS_LIMIT_CONTROL', '触发天级流控Permits:40', day],
    ['isv.BUSINESS_LIMIT_CONTROL', 'something else', 'unavailable'],
    ['isv.DAY_LIMIT_CONTROL', '', day],
    ['isv.MONTH_LIMIT_CONTROL', '', day],
    ['isv.AMOUNT_NOT_ENOUGH', '触发天级流控Permits:10', 'unavailable'],
    ['isv.BLACK_KEY_CONTROL_LIMIT', '触发天级流控Permits:10', 'undeliverable'],
    ['Throttling.User', '', 'unavailable'],
  ])('%s %s', async (code, text, asked) => {
    expect(await askedBy('Alibaba Cloud', ofAliyun(code, text))).toBe(asked)
  })

  test.each([
    ['LimitExceeded.PhoneNumberThirtySecondLimit', 30 * second],
    ['LimitExceeded.PhoneNumberOneHourLimit', hour],
    ['LimitExceeded.PhoneNumberDailyLimit', day],
    ['LimitExceeded.PhoneNumberSameContentDailyLimit', day],
    ['LimitExceeded.AppDailyLimit', day],
    ['LimitExceeded.DailyLimit', day],
    ['LimitExceeded.DeliveryFrequencyLimit', 'unavailable'],
    ['RequestLimitExceeded', 'unavailable'],
  ])('%s', async (code, asked) => {
    expect(await askedBy('Tencent Cloud', ofTencent(code))).toBe(asked)
    expect(await askedBy('Tencent Cloud', ofTencentAtAll(code))).toBe(asked)
  })

  test('and of two waits, the longer one counts', async () => {
    const limit = ofTencent('LimitExceeded.PhoneNumberThirtySecondLimit')
    expect(await askedBy('Tencent Cloud', { ...limit, headers: { 'retry-after': '90' } })).toBe(90 * second)
    expect(await askedBy('Tencent Cloud', { ...limit, headers: { 'retry-after': '9' } })).toBe(30 * second)
  })
})

test('a limit of our own says how long its day lasts', async () => {
  let time = now
  const limits = { allowed: ['+86'], perNumber: 1, clock: () => time }
  const sender = openLimitedSender(openCaptureSender(), limits)
  const send = () => sender.send(aMessage('otp-imported', {}, 'sms'))
  await valueOf(send())
  time += hour
  expect(await errorOf(send())).toMatchObject({ kind: 'unavailable', retryAfterMs: day - hour })
  time += day - hour
  await valueOf(send())
})

test('a notice that met a limit waits that long, and four hours at most', async () => {
  const loginUrl = 'https://login.example.com/in'
  const limit = { status: 200, body: {} }
  const provider = await openProvider(() => limit, { busy: limit, refuses: limit })
  const sender = openTencentSender({
    ...common,
    secretId: 'id',
    secretKey: secret,
    sdkAppId: '1',
    templates: { 'account-created': { 'zh-CN': { id: '1', variables: [] } } },
    endpoint: provider.endpoint,
  })
  const subject = await openSubject(storages[0]!.open, {
    settings: { loginUrl },
    ports: () => ({ noticeSender: sender }),
  })
  const options = { sendNotification: { sendPhoneNotification: true } }
  await valueOf(subject.keepsake.users.create({ list: [{ phone: '18812345678' }], options }))
  for (const [code, wait] of [
    ['LimitExceeded.PhoneNumberOneHourLimit', hour],
    ['LimitExceeded.PhoneNumberDailyLimit', 4 * hour],
  ] as const) {
    provider.answer(ofTencent(code))
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ postponed: 1 })
    const [notice] = await valueOf(subject.keepsake.notices.list({ state: 'waiting', limit: 1 }))
    expect(notice?.dueAt).toBe(subject.clock.now() + wait)
    subject.clock.set(subject.clock.now() + wait)
  }
})
