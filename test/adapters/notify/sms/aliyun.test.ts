import { remoteSenderConformance } from '@keepsake/conformance/senders'
import {
  openAliyunSender,
  type AliyunTemplate,
  type RegisteredTemplates,
} from '@keepsake/adapters/notify/sms/aliyun'
import { conceal, noticeKinds, type NoticeKind } from '@keepsake/domain'
import { describe, expect, it, test } from 'vitest'
import { acs3Authorization, acs3Query } from '../../../../packages/adapters/src/notify/sms/acs3-signature.ts'
import { errorOf, startedAt, valueOf } from '../../../builders/keepsake.ts'
import vectors from '../../../vectors/sms/signatures.json' with { type: 'json' }
import { aMessage } from '../messages.ts'
import { withPatience } from '../patience.ts'
import { write } from '../write.ts'
import { testAddressees, testAnswers } from './answers.ts'
import { openProvider, type ProviderCall } from './provider.ts'

const secret = 'canary-access-key-secret'

const template = (kind: NoticeKind): AliyunTemplate => {
  if (kind === 'account-created' || kind === 'password-generated')
    return { code: `SMS_${kind}`, variables: { url: 'link', password: 'password' } }
  return kind === 'password-reset' || kind === 'account-activation'
    ? { code: `SMS_${kind}`, variables: { url: 'link', token: 'token' } }
    : { code: `SMS_${kind}`, variables: { service: 'service' } }
}

const templates: RegisteredTemplates<AliyunTemplate> = Object.fromEntries(
  noticeKinds.map((kind) => [kind, { 'zh-CN': template(kind) }]),
)

const open = async (registered = templates) => {
  const provider = await openProvider(
    () => ({ status: 200, body: { Code: 'OK', Message: 'OK', BizId: '1^0', RequestId: 'R' } }),
    {
      busy: { status: 200, body: { Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: '触发小时级流控' } },
      refuses: { status: 200, body: { Code: 'isv.MOBILE_NUMBER_ILLEGAL', Message: '非法手机号' } },
    },
  )
  const options = {
    accessKeyId: 'key-id',
    accessKeySecret: conceal(secret),
    signName: '阿里云',
    templates: registered,
    clock: () => startedAt,
    write,
    endpoint: provider.endpoint,
  }
  return {
    provider,
    ...(await withPatience((timeoutMs) => openAliyunSender({ ...options, timeoutMs }), provider.behave)),
  }
}

const param = ({ url }: ProviderCall, name: string): string => url.searchParams.getAll(name).join()

describe('text messages by Alibaba Cloud', () => {
  test.each(vectors.acs3)('are signed as its SDK signs: $authorization', ({ authorization, ...request }) => {
    expect(acs3Authorization(request as never, 'key-id', 'key-secret')).toBe(authorization)
  })

  test.each(remoteSenderConformance)('$name', ({ run }) =>
    run(async () => {
      const { provider, ...subject } = await open()
      return {
        ...subject,
        channel: 'sms',
        credentials: [secret],
        received: async () =>
          provider.calls().map((call) => ({
            to: `+86${param(call, 'PhoneNumbers')}`,
            key: param(call, 'OutId'),
            text: Object.values(JSON.parse(param(call, 'TemplateParam')) as object).join(' '),
          })),
      }
    }),
  )

  it('go as SendSms in an approved template, signed with what is sent', async () => {
    const { provider, sender } = await open()
    await valueOf(sender.send(aMessage('password-reset', { token: "a'b(c)*d~e" }, 'sms')))
    const [call] = provider.calls()
    expect(call?.url.pathname).toBe('/')
    expect(Object.fromEntries(call?.url.searchParams ?? [])).toStrictEqual({
      OutId: '6740b8000000000000000001',
      PhoneNumbers: '18812345678',
      SignName: '阿里云',
      TemplateCode: 'SMS_password-reset',
      TemplateParam: JSON.stringify({
        url: 'https://login.example.com/reset?token=a%27b%28c%29*d%7Ee',
        token: "a'b(c)*d~e",
      }),
    })
    const headers = call?.headers as Readonly<Record<string, string>>
    expect(headers).toMatchObject({
      'x-acs-action': 'SendSms',
      'x-acs-version': '2017-05-25',
      'x-acs-date': '2024-11-22T00:00:00Z',
    })
    const query = Object.fromEntries(call?.url.searchParams ?? [])
    expect(call?.url.search).toBe(`?${acs3Query(query)}`)
    // `content-type` is none of ours: fetch adds one to some bodies, and it would have to be signed.
    const { authorization, ...signed } = headers
    expect(signed['content-type']).toBeUndefined()
    expect(acs3Authorization({ query, headers: signed, body: '' }, 'key-id', secret)).toBe(authorization)
  })

  it('abroad have the country code, and are never signed alike', async () => {
    const { provider, sender } = await open()
    for (let times = 0; times < 2; times += 1)
      await valueOf(sender.send(aMessage('otp-imported', { to: '+85261234567' }, 'sms')))
    expect(provider.calls().map((call) => param(call, 'PhoneNumbers'))).toStrictEqual([
      '85261234567',
      '85261234567',
    ])
    expect(new Set(provider.calls().map(({ headers }) => headers.authorization)).size).toBe(2)
  })

  it('are in the reader’s language where there is a template, and in any there is where not', async () => {
    const { provider, sender } = await open({
      'otp-imported': {
        'zh-CN': { code: 'SMS_zh', variables: {} },
        'en-US': { code: 'SMS_en', variables: {} },
      },
      'password-reset': { 'zh-CN': { code: 'SMS_only', variables: {} } },
    })
    for (const kind of ['otp-imported', 'password-reset'] as const)
      await valueOf(sender.send(aMessage(kind, { locale: 'en' }, 'sms')))
    expect(provider.calls().map((call) => param(call, 'TemplateCode'))).toStrictEqual(['SMS_en', 'SMS_only'])
  })

  it('of which no template is registered, or one that tells more than there is, are not prepared', async () => {
    const { provider, sender } = await open({
      'otp-imported': { 'zh-CN': { code: 'SMS_1', variables: { password: 'password' } } },
    })
    for (const kind of ['otp-imported', 'password-reset'] as const)
      expect(await errorOf(sender.send(aMessage(kind, {}, 'sms')))).toMatchObject({ reason: 'not-prepared' })
    expect(provider.calls()).toHaveLength(0)
  })

  testAddressees(open)
  testAnswers(
    open,
    [
      ['isv.MOBILE_NUMBER_ILLEGAL', 200, 'recipient-refused'],
      ['isv.BLACK_KEY_CONTROL_LIMIT', 200, 'message-refused'],
      ['isv.AMOUNT_NOT_ENOUGH', 200, 'unavailable'],
      ['isv.SMS_TEMPLATE_ILLEGAL', 200, 'unavailable'],
      ['InvalidAccessKeyId.NotFound', 404, 'unavailable'],
      ['SignatureDoesNotMatch', 400, 'unavailable'],
      ['Throttling.User', 400, 'unavailable'],
      ['ServiceUnavailable', 503, 'unavailable'],
    ],
    (Code, Message) => ({ Code, Message, RequestId: 'R' }),
  )
})
