import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { NoticeSender, Unavailable, Undeliverable } from '@keepsake/domain'
import { toReason } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import { expect } from 'vitest'
import { errorOf } from '../../builders/keepsake.ts'
import { listening } from './mail-server.ts'
import { aMessage } from './messages.ts'

/** What no reason may tell: the secrets, the addressee's name, and what else a stranger may have put in an answer. */
export const canary = 'canary'

/** A mail and a text message whose secrets, name and link are canaries. */
export const tellingMail = aMessage('password-reset', {
  token: 'canary-token-0123456789',
  name: 'Zoe canary',
})
export const tellingText = aMessage('password-reset', { token: 'canary-token' }, 'sms')

/** How a refusal reads where it is kept: what it comes to, and the words. */
export const reasonOf = async (
  sent: ResultAsync<void, Unavailable | Undeliverable>,
): Promise<readonly [kind: string, words: string | undefined]> => {
  const failure = await errorOf(sent)
  const words = toReason(failure.cause)
  // Our own words need no scrubbing.
  expect(words).toBe(failure.cause instanceof Error ? failure.cause.message : undefined)
  expect(words).not.toContain(canary)
  return [failure.kind === 'undeliverable' ? failure.reason : failure.kind, words]
}

/** The same of a notice. */
export const reasonBy = (
  sender: NoticeSender,
  message = tellingMail,
): Promise<readonly [kind: string, words: string | undefined]> => reasonOf(sender.send(message))

/** A certificate or key of the test authority. */
export const vector = (name: string): string =>
  readFileSync(new URL(`../../vectors/tls/${name}.pem`, import.meta.url), 'utf8')

/** Certificates of a server on this machine, what a client trusts, and how a refusal of them reads. */
export const badCertificates: readonly (readonly [
  name: string,
  cert: string,
  ca: string | undefined,
  words: string,
])[] = [
  ['expired', 'expired', 'expired', 'CERT_HAS_EXPIRED (its certificate has expired)'],
  [
    'of another name',
    'elsewhere',
    'elsewhere',
    'ERR_TLS_CERT_ALTNAME_INVALID (its certificate is that of another name)',
  ],
  [
    'signed by itself',
    'elsewhere',
    undefined,
    'DEPTH_ZERO_SELF_SIGNED_CERT (nobody who is trusted vouches for its certificate)',
  ],
  [
    'of an authority that is not trusted',
    'server',
    undefined,
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE (nobody who is trusted vouches for its certificate)',
  ],
]

/** A port of this machine on which nobody listens any more. */
export const nobodysPort = async (): Promise<number> => {
  const server = createServer()
  const port = await listening(server)
  server.close()
  await once(server, 'close')
  return port
}

/** A name that there never is (RFC 6761). */
export const nobodysName = 'mail.invalid'
