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

/** Opens the sender of notices. If no channel is configured, notices stay in memory and are not sent. */
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

/** Opens the sender that sends events to the configured endpoints. `undefined` if there are none. */
export const openEvents = (config: NoticeConfig, clock: Clock): Result<EventSender | undefined, BadConfig> =>
  config.webhooks === undefined || !canTell(config) ? ok(undefined) : openEventSender(config.webhooks, clock)

/** Opens the sender that sends events to endpoints. */
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

/** Writes a sample notice of a kind in a language. */
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

/** Links in notices only lead to the pool's own addresses. */
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
    // A certificate is not secret.
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

/** Text messages cost money, and in some countries a lot. So the operator must say which countries get them. */
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

/** Adapters throw at once if settings make no sense. Their messages contain no value. */
const orBadConfig = <T>(field: string, open: () => T): Result<T, BadConfig> =>
  fromThrowable(open, (cause) =>
    badConfig(`${field}: ${cause instanceof Error ? cause.message : 'does not open'}`),
  )()
