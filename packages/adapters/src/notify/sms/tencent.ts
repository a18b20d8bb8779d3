import {
  refuseConfiguration,
  type NoticeSender,
  type Secret,
  type UndeliverableReason,
} from '@keepsake/domain'
import { fill, findTemplate, type RegisteredTemplates, type TemplateFact } from './registered-template.ts'
import { tc3Authorization } from './tc3-signature.ts'
import { codeIn, textSender, type Provider, type TextSenderOptions } from './text-sender.ts'
import { checkProvider } from './usable-key.ts'

export type { RegisteredTemplates, TemplateFact } from './registered-template.ts'

/** A template that Tencent Cloud has approved: its id, and the values of `{1}`, `{2}` ... */
export type TencentTemplate = { readonly id: string; readonly variables: readonly TemplateFact[] }

export type TencentOptions = TextSenderOptions & {
  readonly secretId: string
  readonly secretKey: Secret<string>
  /** The SDK AppID of the SMS application. */
  readonly sdkAppId: string
  /** The approved signature; needed for numbers of mainland China. */
  readonly signName?: string
  /** `ap-guangzhou` if absent. */
  readonly region?: string
  readonly templates: RegisteredTemplates<TencentTemplate>
  /** `https://sms.tencentcloudapi.com` if absent. */
  readonly endpoint?: string
}

/**
 * Sends text messages by `SendSms` of Tencent Cloud (腾讯云短信, version 2021-01-11) in the words of approved templates. The
 * key is sent as `SessionContext`, which comes back in the answer; a repeat is still a second message. Throws a configuration
 * error if a key could not be sent.
 */
export const openTencentSender = (options: TencentOptions): NoticeSender => {
  refuseConfiguration(checkProvider('Tencent Cloud', options, ['secretId', 'secretKey', 'region']))
  return textSender(tencent(options), options)
}

const contentType = 'application/json'

const tencent = (options: TencentOptions): Provider => {
  const { secretId, secretKey, sdkAppId, signName, region = 'ap-guangzhou', templates, clock } = options
  const url = new URL(options.endpoint ?? 'https://sms.tencentcloudapi.com')
  return {
    name: 'Tencent Cloud',
    toRequest: ({ key, kind, to }, words) =>
      findTemplate(templates, kind, words).andThen(({ id, variables }) =>
        fill(variables, words).map((values) => {
          const body = JSON.stringify({
            PhoneNumberSet: [to],
            SmsSdkAppId: sdkAppId,
            TemplateId: id,
            TemplateParamSet: values,
            SessionContext: key,
            ...(signName === undefined ? {} : { SignName: signName }),
          })
          const timestamp = Math.floor(clock() / 1000)
          const signed = { host: url.host, contentType, body, service: 'sms', timestamp }
          return {
            url,
            headers: {
              'content-type': contentType,
              authorization: tc3Authorization(signed, secretId, secretKey.reveal()),
              'x-tc-action': 'SendSms',
              'x-tc-version': '2021-01-11',
              'x-tc-timestamp': String(timestamp),
              'x-tc-region': region,
            },
            body,
          }
        }),
      ),
    toVerdict: ({ body }) => {
      const code =
        codeIn(body, 'Response', 'Error', 'Code') ?? codeIn(body, 'Response', 'SendStatusSet', 0, 'Code')
      if (code === 'Ok') return { verdict: 'sent' }
      return { verdict: reasons.get(String(code)) ?? 'busy', code, limitMs: limits.get(String(code)) }
    },
  }
}

/**
 * Codes for which a later try is of no use. What the operator can fix, such as a balance or a template, is tried again.
 */
const reasons: ReadonlyMap<string, UndeliverableReason> = new Map([
  ['InvalidParameterValue.IncorrectPhoneNumber', 'recipient-refused'],
  ['FailedOperation.PhoneNumberInBlacklist', 'recipient-refused'],
  ['FailedOperation.ContainSensitiveWord', 'message-refused'],
  ['InvalidParameterValue.TemplateParameterLengthLimit', 'message-refused'],
])

const secondMs = 1000
const hourMs = 60 * 60 * secondMs
const dayMs = 24 * hourMs

/** How long a limit lasts that a message has met: of one number, of one text to it, or of the whole account. */
const limits: ReadonlyMap<string, number> = new Map([
  ['LimitExceeded.PhoneNumberThirtySecondLimit', 30 * secondMs],
  ['LimitExceeded.PhoneNumberOneHourLimit', hourMs],
  ['LimitExceeded.PhoneNumberDailyLimit', dayMs],
  ['LimitExceeded.PhoneNumberSameContentDailyLimit', dayMs],
  ['LimitExceeded.AppDailyLimit', dayMs],
  ['LimitExceeded.DailyLimit', dayMs],
])
