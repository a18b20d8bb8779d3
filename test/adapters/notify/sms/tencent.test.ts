import { remoteSenderConformance } from '@keepsake/conformance/senders'
import { openTencentSender, type TencentTemplate } from '@keepsake/adapters/notify/sms/tencent'
import { conceal, noticeKinds, type NoticeKind } from '@keepsake/domain'
import { describe, expect, it, test } from 'vitest'
import { tc3Authorization } from '../../../../packages/adapters/src/notify/sms/tc3-signature.ts'
import { startedAt, valueOf } from '../../../builders/keepsake.ts'
import vectors from '../../../vectors/sms/signatures.json' with { type: 'json' }
import { aMessage } from '../messages.ts'
import { withPatience } from '../patience.ts'
import { write } from '../write.ts'
import { testAddressees, testAnswers } from './answers.ts'
import { openProvider } from './provider.ts'

const secret = 'canary-secret-key'

const template = (kind: NoticeKind): TencentTemplate => {
  if (kind === 'account-created' || kind === 'password-generated')
    return { id: kind, variables: ['password', 'link'] }
  return {
    id: kind,
    variables: kind === 'password-reset' || kind === 'account-activation' ? ['link'] : ['service'],
  }
}

type Sent = {
  readonly PhoneNumberSet: string[]
  readonly TemplateParamSet: string[]
  readonly SessionContext: string
}

const status = (Code: string): object => ({
  Response: {
    SendStatusSet: [{ SerialNo: '1', PhoneNumber: '+86', Fee: 1, Code, Message: '' }],
    RequestId: 'R',
  },
})

const open = async () => {
  const provider = await openProvider(() => ({ status: 200, body: status('Ok') }), {
    busy: { status: 200, body: status('LimitExceeded.PhoneNumberDailyLimit') },
    refuses: { status: 200, body: status('InvalidParameterValue.IncorrectPhoneNumber') },
  })
  const options = {
    secretId: 'secret-id',
    secretKey: conceal(secret),
    sdkAppId: '1400006666',
    signName: '腾讯云',
    templates: Object.fromEntries(noticeKinds.map((kind) => [kind, { 'zh-CN': template(kind) }])),
    clock: () => startedAt,
    write,
    endpoint: provider.endpoint,
  }
  return {
    provider,
    ...(await withPatience((timeoutMs) => openTencentSender({ ...options, timeoutMs }), provider.behave)),
  }
}

describe('text messages by Tencent Cloud', () => {
  test.each(vectors.tc3)('are signed as its SDK signs: $authorization', ({ authorization, ...request }) => {
    expect(tc3Authorization(request, 'secret-id', 'secret-key')).toBe(authorization)
  })

  test.each(remoteSenderConformance)('$name', ({ run }) =>
    run(async () => {
      const { provider, ...subject } = await open()
      return {
        ...subject,
        channel: 'sms',
        credentials: [secret],
        received: async () =>
          provider.calls().map(({ body }) => {
            const sent = JSON.parse(body) as Sent
            return {
              to: sent.PhoneNumberSet.join(),
              key: sent.SessionContext,
              text: sent.TemplateParamSet.join(' '),
            }
          }),
      }
    }),
  )

  it('go as SendSms in an approved template, signed with what is sent', async () => {
    const { provider, sender } = await open()
    await valueOf(sender.send(aMessage('password-generated', { password: '"重置"' }, 'sms')))
    const [call] = provider.calls()
    expect(JSON.parse(call?.body ?? '')).toStrictEqual({
      PhoneNumberSet: ['+8618812345678'],
      SmsSdkAppId: '1400006666',
      SignName: '腾讯云',
      TemplateId: 'password-generated',
      TemplateParamSet: ['"重置"', 'https://login.example.com/in?app=1&x=2'],
      SessionContext: '6740b8000000000000000001',
    })
    const headers = call?.headers as Readonly<Record<string, string>>
    expect(headers).toMatchObject({
      'x-tc-action': 'SendSms',
      'x-tc-version': '2021-01-11',
      'x-tc-region': 'ap-guangzhou',
      'x-tc-timestamp': String(startedAt / 1000),
    })
    const signed = {
      host: headers['host'] ?? '',
      contentType: headers['content-type'] ?? '',
      body: call?.body ?? '',
    }
    expect(
      tc3Authorization({ ...signed, service: 'sms', timestamp: startedAt / 1000 }, 'secret-id', secret),
    ).toBe(headers['authorization'])
  })

  testAddressees(open)
  testAnswers(
    open,
    [
      ['FailedOperation.PhoneNumberInBlacklist', 200, 'recipient-refused'],
      ['FailedOperation.ContainSensitiveWord', 200, 'message-refused'],
      ['FailedOperation.InsufficientBalanceInSmsPackage', 200, 'unavailable'],
      ['LimitExceeded.PhoneNumberOneHourLimit', 200, 'unavailable'],
    ],
    (code) => status(code as string),
  )
  test.each([
    ['AuthFailure.SignatureFailure', 'unavailable'],
    ['RequestLimitExceeded', 'unavailable'],
    ['InternalError', 'unavailable'],
  ])('an error %s of the whole request is tried again', async (Code) => {
    const { provider, sender } = await open()
    provider.answer({
      status: 200,
      body: { Response: { Error: { Code, Message: 'canary' }, RequestId: 'R' } },
    })
    const result = await sender.send(aMessage('otp-imported', {}, 'sms'))
    expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'notice-sender' })
    expect(String(result._unsafeUnwrapErr().cause)).toContain(Code)
  })
})
