import type { SecretFiles } from '@keepsake/adapters/files/secret-file'
import { conceal, noticeKinds, type NoticeKind, type Secret } from '@keepsake/domain'
import { z } from 'zod'
import type { WebhooksConfig } from './webhook-config.ts'

/**
 * What an operator decides about notices of all channels: their texts, where they go during development, and who gets one.
 */
export type NoticeWordsConfig = {
  /** The name of the service in notices. The default is the pool's id. */
  readonly service?: string | undefined
  /** The language for readers whose preferred language does not exist here. */
  readonly language: 'zh-CN' | 'en-US'
  /** A folder that stores every notice instead of sending it. */
  readonly capturedTo?: string | undefined
  /** Whether users get a notice about an authenticator that was imported for them. */
  readonly otpImported: boolean
}

/** How mail is sent: the SMTP server in `url`, the sender's address, and an optional DKIM signature. */
export type MailConfig = {
  readonly url: Secret<string>
  readonly from: { readonly address: string; readonly name?: string | undefined }
  readonly plaintext?: boolean | undefined
  readonly caFile?: string | undefined
  readonly dkim?:
    { readonly domain: string; readonly selector: string; readonly privateKeyFile: string } | undefined
}

/** The facts that can fill a variable of a provider's template. */
const facts = ['service', 'name', 'link', 'token', 'password'] as const
type Fact = (typeof facts)[number]

type Templates<T> = Readonly<Partial<Record<NoticeKind, Readonly<Record<string, T>>>>>

/** The provider of text messages, its credentials, and its templates. */
export type SmsProviderConfig =
  | {
      readonly provider: 'twilio'
      readonly accountSid: string
      readonly keySid?: string | undefined
      readonly secret: Secret<string>
      readonly from: string
    }
  | {
      readonly provider: 'aliyun'
      readonly accessKeyId: string
      readonly accessKeySecret: Secret<string>
      readonly signName: string
      readonly templates: Templates<{
        readonly code: string
        readonly variables: Readonly<Record<string, Fact>>
      }>
    }
  | {
      readonly provider: 'tencent'
      readonly secretId: string
      readonly secretKey: Secret<string>
      readonly sdkAppId: string
      readonly signName?: string | undefined
      readonly region?: string | undefined
      readonly templates: Templates<{ readonly id: string; readonly variables: readonly Fact[] }>
    }

/** How text messages are sent: the provider, and limits on who gets how many. */
export type SmsConfig = SmsProviderConfig & {
  /** By default, only the pool's own country. */
  readonly limits: {
    readonly allowed?: readonly string[] | undefined
    readonly refused?: readonly string[] | undefined
    readonly perNumber?: number | undefined
    readonly perCountry?: number | undefined
  }
}

/** The settings of everything that sends notices and events. */
export type NoticeConfig = {
  readonly words: NoticeWordsConfig
  readonly mail?: MailConfig | undefined
  readonly sms?: SmsConfig | undefined
  readonly webhooks?: WebhooksConfig | undefined
  /** Who may have access to key files. The default is `private`. */
  readonly secretFiles?: SecretFiles
}

/** Whether the configuration has a channel that sends notices, or a place that stores them where somebody can read them. */
export const canSend = ({ words, mail, sms }: NoticeConfig): boolean =>
  words.capturedTo !== undefined || mail !== undefined || sms !== undefined

/** Whether the configuration has an endpoint that gets events. */
export const canTell = ({ webhooks }: NoticeConfig): boolean => (webhooks?.endpoints.length ?? 0) > 0

const text = z.string().min(1)
const secret = text.transform((value) => conceal(value))

/** The schema of `notices` in the configuration. */
export const noticeWords: z.ZodType<NoticeWordsConfig> = z
  .strictObject({
    service: text.max(64).optional(),
    language: z.enum(['zh-CN', 'en-US']).default('zh-CN'),
    capturedTo: text.optional(),
    otpImported: z.boolean().default(false),
  })
  .prefault({})

/** The schema of `mail`. */
export const mail: z.ZodType<MailConfig> = z.strictObject({
  url: secret,
  from: z.strictObject({ address: text, name: text.optional() }),
  plaintext: z.boolean().optional(),
  caFile: text.optional(),
  dkim: z.strictObject({ domain: text, selector: text, privateKeyFile: text }).optional(),
})

const templates = <T>(template: z.ZodType<T>): z.ZodType<Templates<T>> =>
  z.partialRecord(z.enum(noticeKinds), z.record(z.string(), template))

const prefix = z.string().regex(/^\+[1-9]\d{0,9}$/u, 'give a plus sign and digits, such as +86')

const limits = z
  .strictObject({
    allowed: z.array(prefix).min(1).optional(),
    refused: z.array(prefix).optional(),
    perNumber: z.int().min(1).optional(),
    perCountry: z.int().min(1).optional(),
  })
  .prefault({})

/** The schema of `sms`. */
export const sms: z.ZodType<SmsConfig> = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('twilio'),
    accountSid: text,
    keySid: text.optional(),
    secret,
    from: text,
    limits,
  }),
  z.strictObject({
    provider: z.literal('aliyun'),
    accessKeyId: text,
    accessKeySecret: secret,
    signName: text,
    templates: templates(z.strictObject({ code: text, variables: z.record(z.string(), z.enum(facts)) })),
    limits,
  }),
  z.strictObject({
    provider: z.literal('tencent'),
    secretId: text,
    secretKey: secret,
    sdkAppId: text,
    signName: text.optional(),
    region: text.optional(),
    templates: templates(z.strictObject({ id: text, variables: z.array(z.enum(facts)) })),
    limits,
  }),
])
