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
  type Path,
  type PoolSettings,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { allOpen, badField, orBadConfig, type BadConfig } from './bad-config.ts'
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
  openWriter({ words }, pool).andThen((write) => {
    if (words.capturedTo !== undefined) return okAsync(openCaptureFolder({ folder: words.capturedTo, write }))
    if (mail === undefined && sms === undefined) return okAsync(openCaptureSender())
    return allOpen({
      email: mail === undefined ? okAsync(undefined) : openMail(mail, write, secretFiles),
      sms: sms === undefined ? okAsync(undefined) : openSms(sms, write, pool, clock),
    }).map((senders) => openByChannel(present(senders)))
  })

/** Opens the sender that sends events to the configured endpoints. `undefined` if there are none. */
export const openEvents = (
  config: NoticeConfig,
  clock: Clock,
): ResultAsync<EventSender | undefined, BadConfig> =>
  config.webhooks === undefined || !canTell(config)
    ? okAsync(undefined)
    : eventSenderOf(config.webhooks, clock)

/** Opens the sender that sends events to endpoints. */
export const eventSenderOf = (
  { endpoints, allowPrivate }: WebhooksConfig,
  clock: Clock,
): ResultAsync<EventSender, BadConfig> =>
  orBadConfig(
    (path) => ['webhooks', ...path],
    () => openWebhookSender({ endpoints: endpoints.map((each) => present(each)), allowPrivate, clock }),
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
): ResultAsync<WrittenMessage, BadConfig> => {
  const addresses = { ...sampleAddresses, ...present(pool) }
  const message = { ...sampleMessage(kind, 'email', addresses), ...present({ locale }) }
  return openWriter(config, addresses).andThen((write) =>
    write(message).mapErr(({ reason }) => badField(['notices'], reason.replaceAll('-', ' '))),
  )
}

/** Links in notices only lead to the pool's own addresses. */
const openWriter = (
  { words: { service, language } }: Pick<NoticeConfig, 'words'>,
  { pool, loginUrl, resetUrl, activationUrl, apps }: Addresses,
): ResultAsync<WriteMessage, BadConfig> => {
  const addresses = [loginUrl, resetUrl, activationUrl, ...Object.values(apps).map((app) => app.loginUrl)]
  const origins = addresses.filter((address) => address !== undefined)
  return orBadConfig(
    ([first]) => (first === 'language' ? ['notices', 'language'] : ['notices']),
    () => openTemplates({ service: service ?? pool, language, origins }),
  )
}

const openMail = (
  { url, from, plaintext, caFile, dkim }: MailConfig,
  write: WriteMessage,
  secretFiles: SecretFiles | undefined,
): ResultAsync<NoticeSender, BadConfig> =>
  allOpen({
    // A certificate is not secret.
    ca: readPem(['mail', 'caFile'], caFile, 'any'),
    key: readPem(['mail', 'dkim', 'privateKeyFile'], dkim?.privateKeyFile, secretFiles),
  }).andThen(({ ca, key }) => {
    const signing =
      dkim === undefined || key === undefined
        ? undefined
        : { domain: dkim.domain, selector: dkim.selector, privateKey: conceal(key) }
    return orBadConfig(
      (path) => ['mail', ...path.map((step) => filesOfMail.get(step) ?? step)],
      () => openSmtpSender({ url, from: present(from), write, ...present({ plaintext, ca, dkim: signing }) }),
    )
  })

/** The sender takes what is in a file; the configuration names the file. */
const filesOfMail: ReadonlyMap<string | number, string> = new Map([
  ['ca', 'caFile'],
  ['privateKey', 'privateKeyFile'],
])

const openSms = (
  config: SmsConfig,
  write: WriteMessage,
  pool: Addresses,
  clock: Clock,
): ResultAsync<NoticeSender, BadConfig> => {
  const { allowed = pool.phoneCountryCode && [pool.phoneCountryCode], ...limits } = config.limits
  // Text messages cost money, and in some countries a lot. So the operator must say which countries get them.
  if (!allowed) return errAsync(badField(['sms', 'limits', 'allowed'], whichCountries))
  return orBadConfig(
    (path) => ['sms', ...path],
    () => openLimitedSender(openProvider(config, write, clock), { ...present(limits), allowed, clock }),
  )
}

const whichCountries =
  'list the country codes that get text messages: it is needed where there is no phoneCountryCode'

const openProvider = (config: SmsConfig, write: WriteMessage, clock: Clock): NoticeSender => {
  switch (config.provider) {
    case 'twilio':
      return openTwilioSender({ ...present(config), write, clock })
    case 'aliyun':
      return openAliyunSender({ ...present(config), write, clock })
    case 'tencent':
      return openTencentSender({ ...present(config), write, clock })
  }
}

const readPem = (
  field: Path,
  file: string | undefined,
  secretFiles: SecretFiles | undefined,
): ResultAsync<string | undefined, BadConfig> =>
  file === undefined
    ? okAsync(undefined)
    : readSecretFile(file, secretFiles).mapErr(({ reason }) => badField(field, `${file} ${reason}`))
