import { randomUUID } from 'node:crypto'
import {
  refuseConfiguration,
  type Message,
  type NoticeSender,
  type Secret,
  type Undeliverable,
  type UndeliverableReason,
} from '@keepsake/domain'
import type { Result } from 'neverthrow'
import type { WrittenMessage } from '../written-message.ts'
import { acs3Authorization, acs3Query, sha256 } from './acs3-signature.ts'
import { fill, findTemplate, type RegisteredTemplates, type TemplateFact } from './registered-template.ts'
import { codeIn, textSender, type Provider, type TextSenderOptions } from './text-sender.ts'
import { checkProvider } from './usable-key.ts'

export type { RegisteredTemplates, TemplateFact } from './registered-template.ts'

/** A template that Alibaba Cloud has approved: its code, and the value of each of its variables. */
export type AliyunTemplate = {
  readonly code: string
  readonly variables: Readonly<Record<string, TemplateFact>>
}

export type AliyunOptions = TextSenderOptions & {
  readonly accessKeyId: string
  readonly accessKeySecret: Secret<string>
  /** The approved signature, such as a brand's name. */
  readonly signName: string
  readonly templates: RegisteredTemplates<AliyunTemplate>
  /** `https://dysmsapi.aliyuncs.com` if absent. */
  readonly endpoint?: string
}

/**
 * Sends text messages by `SendSms` of Alibaba Cloud (阿里云短信服务, version 2017-05-25) in the words of approved templates.
 * The key is sent as `OutId`, which comes back in receipts; a repeat is still a second message. Throws a
 * configuration error if a key could not be sent.
 */
export const openAliyunSender = (options: AliyunOptions): NoticeSender => {
  refuseConfiguration(checkProvider('Alibaba Cloud', options, ['accessKeyId', 'accessKeySecret']))
  return textSender(aliyun(options), options)
}

const aliyun = (options: AliyunOptions): Provider => {
  const { accessKeyId, accessKeySecret, clock } = options
  const url = new URL(options.endpoint ?? 'https://dysmsapi.aliyuncs.com')
  return {
    name: 'Alibaba Cloud',
    toRequest: (message, words) =>
      toQuery(message, words, options).map((query) => {
        const headers = {
          host: url.host,
          'x-acs-action': 'SendSms',
          'x-acs-version': '2017-05-25',
          'x-acs-date': new Date(clock()).toISOString().replace(/\.\d+/u, ''),
          'x-acs-signature-nonce': randomUUID(),
          'x-acs-content-sha256': sha256(''),
        }
        const authorization = acs3Authorization(
          { query, headers, body: '' },
          accessKeyId,
          accessKeySecret.reveal(),
        )
        const to = new URL(`/?${acs3Query(query)}`, url)
        return { url: to, headers: { ...headers, authorization, accept: 'application/json' }, body: '' }
      }),
    toVerdict: ({ body }) => {
      const code = codeIn(body, 'Code')
      if (code === 'OK') return { verdict: 'sent' }
      const limitMs = limitOf(String(code), String(codeIn(body, 'Message')))
      return { verdict: reasons.get(String(code)) ?? 'busy', code, limitMs }
    },
  }
}

const toQuery = (
  { key, kind, to }: Message,
  words: WrittenMessage,
  { signName, templates }: AliyunOptions,
): Result<Readonly<Record<string, string>>, Undeliverable> =>
  findTemplate(templates, kind, words).andThen(({ code, variables }) =>
    fill(Object.values(variables), words).map((values) => ({
      // Numbers of mainland China are sent without their country code, others without the plus sign.
      PhoneNumbers: to.startsWith('+86') ? to.slice(3) : to.slice(1),
      SignName: signName,
      TemplateCode: code,
      TemplateParam: JSON.stringify(
        Object.fromEntries(Object.keys(variables).map((name, index) => [name, values[index]])),
      ),
      OutId: key,
    })),
  )

/**
 * Codes for which a later try is of no use. What the operator can fix, such as a balance or a template, is tried again.
 */
const reasons: ReadonlyMap<string, UndeliverableReason> = new Map([
  ['isv.MOBILE_NUMBER_ILLEGAL', 'recipient-refused'],
  ['isv.PHONE_NUMBER_ILLEGAL', 'recipient-refused'],
  ['isv.NOT_SUPPORTED_COUNTRY', 'recipient-refused'],
  ['isv.COUNTRY_RESTRICTED', 'recipient-refused'],
  ['isv.BLACK_KEY_CONTROL_LIMIT', 'message-refused'],
  ['isv.PARAM_LENGTH_LIMIT', 'message-refused'],
  ['isv.PARAM_NOT_SUPPORT_URL', 'message-refused'],
])

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/**
 * The limits of one number have one code. Only the text says which of them was met, such as `触发小时级流控Permits:5`: one of a
 * minute (分钟), an hour (小时) or a day (天).
 */
const periods: readonly (readonly [RegExp, number])[] = [
  [/分钟级流控/u, minuteMs],
  [/小时级流控/u, hourMs],
  [/天级流控/u, dayMs],
]

/** How long a limit lasts; nothing if the answer does not say it. The account's own limits are of a day and of a month. */
const limitOf = (code: string, text: string): number | undefined => {
  if (code === 'isv.DAY_LIMIT_CONTROL' || code === 'isv.MONTH_LIMIT_CONTROL') return dayMs
  if (code !== 'isv.BUSINESS_LIMIT_CONTROL') return undefined
  return periods.find(([pattern]) => pattern.test(text))?.[1]
}
