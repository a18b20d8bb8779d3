import { readSecretFile, type SecretFiles } from '@keepsake/adapters/files/secret-file'
import { openByChannel } from '@keepsake/adapters/notify/by-channel'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openCaptureFolder } from '@keepsake/adapters/notify/capture-folder'
import { openAliyunSender } from '@keepsake/adapters/notify/sms/aliyun'
import { openLimitedSender } from '@keepsake/adapters/notify/sms/limited'
import { openTencentSender } from '@keepsake/adapters/notify/sms/tencent'
import { openTwilioSender } from '@keepsake/adapters/notify/sms/twilio'
import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import {
  openTemplates,
  sampleMessage,
  type WriteMessage,
  type WrittenMessage,
} from '@keepsake/adapters/notify/templates'
import { openWebhookSender } from '@keepsake/adapters/notify/webhook'
import {
  conceal,
  type Clock,
  type EventSender,
  type NoticeKind,
  type NoticeSender,
  type PoolSettings,
} from '@keepsake/domain'
import { fromThrowable, ok, okAsync, ResultAsync, safeTry, type Result } from 'neverthrow'
import { badConfig, type BadConfig } from './bad-config.ts'
import { canTell, type MailConfig, type NoticeConfig, type SmsConfig } from './notice-config.ts'
import { present } from './present.ts'
import type { WebhooksConfig } from './webhook-config.ts'

export { listCaptured, type CapturedMessage } from '@keepsake/adapters/notify/capture-folder'

type Addresses = Pick<
  PoolSettings,
  'pool' | 'loginUrl' | 'resetUrl' | 'activationUrl' | 'apps' | 'phoneCountryCode'
>

/** Opens what sends notices. Where nothing is configured that could, it keeps them in memory and sends none. */
export const openNoticeSender = (
  { words, mail, sms, secretFiles }: NoticeConfig,
  pool: Addresses,
  clock: Clock,
): ResultAsync<NoticeSender, BadConfig> =>
  safeTry(async function* () {
    const write = yield* openWriter({ words }, pool)
    if (words.capturedTo !== undefined) return ok(openCaptureFolder({ folder: words.capturedTo, write }))
    if (mail === undefined && sms === undefined) return ok(openCaptureSender())
    const email = mail === undefined ? undefined : yield* openMail(mail, write, secretFiles)
    const texts =
      sms === undefined ? undefined : yield* orBadConfig('sms', () => openSms(sms, write, pool, clock))
    return ok(openByChannel(present({ email, sms: texts })))
  })

/** Opens what tells the configured endpoints of events, if there are any. */
export const openEvents = (config: NoticeConfig, clock: Clock): Result<EventSender | undefined, BadConfig> =>
  config.webhooks === undefined || !canTell(config) ? ok(undefined) : openEventSender(config.webhooks, clock)

/** Opens what tells endpoints of events. */
export const openEventSender = (
  { endpoints, allowPrivate }: WebhooksConfig,
  clock: Clock,
): Result<EventSender, BadConfig> =>
  orBadConfig('webhooks', () =>
    openWebhookSender({ endpoints: endpoints.map((each) => present(each)), allowPrivate, clock }),
  )

const sampleAddresses = {
  loginUrl: 'https://login.example.com/',
  resetUrl: 'https://login.example.com/reset',
  activationUrl: 'https://login.example.com/activate',
}

/** How a notice would read that is made of samples, in a language. */
export const previewNotice = (
  kind: NoticeKind,
  locale: string | undefined,
  config: Pick<NoticeConfig, 'words'>,
  pool: Addresses,
): Result<WrittenMessage, BadConfig> => {
  const addresses = { ...sampleAddresses, ...present(pool) }
  const message = { ...sampleMessage(kind, 'email', addresses), ...present({ locale }) }
  return openWriter(config, addresses).andThen((write) =>
    write(message).mapErr(({ reason }) => badConfig(`notices: ${reason.replaceAll('-', ' ')}`)),
  )
}

/** Links lead to the addresses that the pool has, and nowhere else. */
const openWriter = (
  { words: { service, language } }: Pick<NoticeConfig, 'words'>,
  { pool, loginUrl, resetUrl, activationUrl, apps }: Addresses,
): Result<WriteMessage, BadConfig> => {
  const addresses = [loginUrl, resetUrl, activationUrl, ...Object.values(apps).map((app) => app.loginUrl)]
  const origins = addresses.filter((address) => address !== undefined)
  return orBadConfig('notices', () => openTemplates({ service: service ?? pool, language, origins }))
}

const openMail = (
  { url, from, plaintext, caFile, dkim }: MailConfig,
  write: WriteMessage,
  secretFiles: SecretFiles | undefined,
): ResultAsync<NoticeSender, BadConfig> =>
  ResultAsync.combine([
    // A certificate is no secret.
    readPem('mail.caFile', caFile, 'any'),
    readPem('mail.dkim.privateKeyFile', dkim?.privateKeyFile, secretFiles),
  ]).andThen(([ca, key]) => {
    const signing =
      dkim === undefined || key === undefined
        ? undefined
        : { domain: dkim.domain, selector: dkim.selector, privateKey: conceal(key) }
    return orBadConfig('mail', () =>
      openSmtpSender({ url, from: present(from), write, ...present({ plaintext, ca, dkim: signing }) }),
    )
  })

const openSms = (config: SmsConfig, write: WriteMessage, pool: Addresses, clock: Clock): NoticeSender => {
  const { allowed = countryOf(pool), ...limits } = config.limits
  return openLimitedSender(openProvider(config, write, clock), { ...present(limits), allowed, clock })
}

/** Text messages cost money, and some countries' cost much: to which of them they go, somebody has to say. */
const countryOf = ({ phoneCountryCode }: Addresses): readonly string[] => {
  if (phoneCountryCode === undefined)
    throw new Error(
      'limits.allowed is needed where there is no phoneCountryCode: the country codes that get text messages',
    )
  return [phoneCountryCode]
}

const openProvider = (config: SmsConfig, write: WriteMessage, clock: Clock): NoticeSender => {
  switch (config.provider) {
    case 'twilio':
      return openTwilioSender({ ...present(config), write })
    case 'aliyun':
      return openAliyunSender({ ...present(config), write, clock })
    case 'tencent':
      return openTencentSender({ ...present(config), write, clock })
  }
}

const readPem = (
  field: string,
  file: string | undefined,
  secretFiles: SecretFiles | undefined,
): ResultAsync<string | undefined, BadConfig> =>
  file === undefined
    ? okAsync(undefined)
    : readSecretFile(file, secretFiles).mapErr(({ reason }) => badConfig(`${field}: ${file} ${reason}`))

/** Adapters throw at once for settings that make no sense. Their words quote no value. */
const orBadConfig = <T>(field: string, open: () => T): Result<T, BadConfig> =>
  fromThrowable(open, (cause) =>
    badConfig(`${field}: ${cause instanceof Error ? cause.message : 'does not open'}`),
  )()
