import type { Secret } from '@keepsake/domain'

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

/**
 * Reads `smtps://user:password@host:465`, with user and password percent-encoded. Throws if it is not valid, without
 * repeating it.
 */
export const mailServer = (address: Secret<string>): MailServer => {
  const url = URL.parse(address.reveal())
  if (url === null || !isScheme(url.protocol) || url.hostname === '')
    throw new TypeError('the address of the mail server is not smtps://host or smtp://host')
  return {
    host: url.hostname.replace(/^\[(.*)\]$/u, '$1'),
    port: url.port === '' ? ports[url.protocol] : Number(url.port),
    secure: url.protocol === 'smtps:',
    ...(url.username === '' ? {} : { auth: { user: decoded(url.username), pass: decoded(url.password) } }),
  }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new TypeError('the user or password of the mail server is not percent-encoded')
  }
}

const isScheme = (protocol: string): protocol is keyof typeof ports => Object.hasOwn(ports, protocol)
