import { configurationIssue, type ConfigurationIssue, type Secret } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'

/** A mail server from its address. */
export type MailServer = {
  readonly host: string
  readonly port: number
  /** Whether TLS begins before the first command. */
  readonly secure: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
}

/** RFC 8314: submission under TLS, and submission that changes to TLS. */
const ports = { 'smtps:': 465, 'smtp:': 587 } as const

/** Reads `smtps://user:password@host:465`, with user and password percent-encoded. An issue repeats nothing of it. */
export const parseMailServer = (address: Secret<string>): Result<MailServer, ConfigurationIssue> => {
  const url = URL.parse(address.reveal())
  if (url === null || !isScheme(url.protocol) || url.hostname === '')
    return err(
      configurationIssue(
        'smtp.url_malformed',
        ['url'],
        'give the mail server as smtps://host or smtp://host',
      ),
    )
  const [user, pass] = [decoded(url.username), decoded(url.password)]
  if (user === undefined || pass === undefined)
    return err(
      configurationIssue(
        'smtp.login_not_encoded',
        ['url'],
        'percent-encode the user and password of the mail server',
      ),
    )
  return ok({
    host: url.hostname.replace(/^\[(.*)\]$/u, '$1'),
    port: url.port === '' ? ports[url.protocol] : Number(url.port),
    secure: url.protocol === 'smtps:',
    ...(user === '' ? {} : { auth: { user, pass } }),
  })
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const isScheme = (protocol: string): protocol is keyof typeof ports => Object.hasOwn(ports, protocol)
