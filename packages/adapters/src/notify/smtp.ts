import {
  anyEmail,
  checkNumbers,
  configurationError,
  configurationIssue,
  parseEmail,
  undeliverable,
  type Message,
  type NoticeSender,
  type Secret,
  type Unavailable,
  type Undeliverable,
} from '@keepsake/domain'
import { err, ok, okAsync, ResultAsync, type Result } from 'neverthrow'
import type { SendMailOptions, SMTPPoolOptions } from 'nodemailer'
import { usePeer } from '../peer.ts'
import { checkCertificates } from './certificates.ts'
import { sendTimeout } from './send-timeout.ts'
import { isLoopback } from './loopback.ts'
import { checkDkim, type DkimOptions } from './smtp/dkim-key.ts'
import { parseMailServer, type MailServer } from './smtp/mail-server.ts'
import { needsUtf8, toMailbox } from './smtp/mailbox.ts'
import { smtpFailure } from './smtp/smtp-failure.ts'
import { takesUtf8 } from './smtp/takes-utf8.ts'
import type { WriteMessage } from './written-message.ts'

export type SmtpOptions = {
  /** `smtps://user:password@host`, or `smtp://...` if the connection changes to TLS after it is made (STARTTLS). */
  readonly url: Secret<string>
  /** The sender of the mails. */
  readonly from: { readonly address: string; readonly name?: string }
  readonly write: WriteMessage
  /**
   * Whether `smtp:` is used without TLS. If absent, only for this machine itself and without a password, as for
   * Mailpit.
   */
  readonly plaintext?: boolean
  /** PEM of the certificate authorities to trust instead of Node's. */
  readonly ca?: string
  /** Signs every mail. */
  readonly dkim?: DkimOptions
  /** How long a mail may take, its wait for a connection included; 30 s if absent. Less than a notice's lease. */
  readonly timeoutMs?: number
  /** How many connections are kept at most; 5 if absent. */
  readonly connections?: number
}

/**
 * Sends mail through a server, over connections that are kept. The Message-ID is made from the key: a repeat has the
 * same one, so that a mailbox can recognise it. Rejects with a configuration error if the address of the server or of the
 * sender or a number is not valid, if the DKIM key does not sign, if `ca` is no certificate, or if `nodemailer`, an optional peer, is
 * not installed. The server itself is not asked: a mail that it does not take waits.
 */
export const openSmtpSender = async (options: SmtpOptions): Promise<NoticeSender> => {
  const sender = parseEmail(options.from.address)
  const server = parseMailServer(options.url)
  const issues = [
    ...checkDkim(options.dkim),
    ...checkCertificates(options.ca),
    ...checkNumbers(options, { timeoutMs: sendTimeout, connections: { least: 1, most: 1000 } }),
  ]
  if (sender.isErr() || server.isErr() || issues.length > 0)
    throw configurationError([
      ...(server.isErr() ? [server.error] : []),
      ...(sender.isErr() ? [noSender] : []),
      ...issues,
    ])
  const { createTransport } = await usePeer('nodemailer', () => import('nodemailer'))
  const domain = sender.value.canonical.slice(sender.value.canonical.lastIndexOf('@') + 1)
  const settings = transportSettings(options, server.value)
  const transport = createTransport(settings)
  const hand = ResultAsync.fromThrowable(async (mail: SendMailOptions) => {
    const signal = AbortSignal.timeout(settings.socketTimeout)
    await transport.sendMail({ ...mail, signal })
  }, smtpFailure)
  const prepare = ({ envelope }: Mail): ResultAsync<void, Unavailable | Undeliverable> =>
    [envelope.from, ...envelope.to].some(needsUtf8)
      ? ask(settings).andThen((takes) => (takes ? ok() : err(noUtf8)))
      : okAsync()
  return {
    send: (message) =>
      toMail(message, options, domain).asyncAndThen((mail) => prepare(mail).andThen(() => hand(mail))),
    close: async () => transport.close(),
  }
}

const noSender = configurationIssue(
  'smtp.from_malformed',
  ['from', 'address'],
  'give the email address that mails are from, without a name',
)

const ask = ResultAsync.fromThrowable(takesUtf8, smtpFailure)

const noUtf8 = undeliverable(
  'not-prepared',
  new Error('the mail server takes no addresses beyond ASCII (SMTPUTF8)'),
)

type Mail = SendMailOptions & { readonly envelope: { readonly from: string; readonly to: readonly string[] } }

const toMail = (
  message: Message,
  { from, write }: SmtpOptions,
  domain: string,
): Result<Mail, Undeliverable> =>
  addressee(message).andThen((address) =>
    write(message).map(({ subject, text, html }) => ({
      // Objects, never a text to parse: a text may hold two addresses, or one inside the name of another.
      from: { name: from.name ?? '', address: from.address },
      to: { name: '', address },
      envelope: { from: toMailbox(from.address), to: [address] },
      messageId: `<${idOf(message.key)}@${domain}>`,
      subject,
      text,
      html,
      // RFC 3834: automatic responders must not answer.
      headers: { 'Auto-Submitted': 'auto-generated' },
    })),
  )

/** Checked again, because this is the last check before an SMTP command. */
const addressee = ({ channel, to }: Message): Result<string, Undeliverable> =>
  channel === 'email'
    ? parseEmail(to, anyEmail)
        .map(({ address }) => toMailbox(address))
        .mapErr(() => undeliverable('recipient-refused', new Error('what a mail is for is no email address')))
    : err(undeliverable('not-prepared', new Error(`a mail server sends no ${channel}`)))

/** A dot-atom (RFC 5322, section 3.6.4): other characters of a key are encoded. */
const idOf = (key: string): string =>
  /^[A-Za-z0-9_-]{1,128}$/u.test(key) ? key : `x${Buffer.from(key).toString('hex')}`

const defaultTimeoutMs = 30_000

type Settings = SMTPPoolOptions & { readonly pool: true; readonly socketTimeout: number }

const transportSettings = (options: SmtpOptions, server: MailServer): Settings => {
  const { ca, dkim, timeoutMs = defaultTimeoutMs, connections = 5 } = options
  // Other users of this machine may listen on its ports, so a password in clear needs the operator's explicit setting.
  const plaintext = options.plaintext ?? (isLoopback(server.host) && server.auth === undefined)
  return {
    ...server,
    pool: true,
    maxConnections: connections,
    // One connection may have expired. The outbox makes and counts all further tries.
    maxRequeues: 1,
    requireTLS: !plaintext,
    ignoreTLS: plaintext,
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim === undefined
      ? {}
      : {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.privateKey.reveal(),
          },
        }),
  }
}
