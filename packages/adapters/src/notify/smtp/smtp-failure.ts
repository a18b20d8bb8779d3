import { unavailable, undeliverable, type Unavailable, type Undeliverable } from '@keepsake/domain'
import type { NodemailerError } from 'nodemailer'

/**
 * What an error of nodemailer comes to. A permanent answer (5yz, RFC 5321, section 4.2.1) counts as one only where it
 * speaks of the recipient or the message: one to our name, credentials or sender is for the operator to mend, and must not
 * cost every notice that is on its way.
 */
export const smtpFailure = (cause: unknown): Unavailable | Undeliverable => {
  const { code, command, responseCode = 0, response = '' } = (cause ?? {}) as Partial<NodemailerError>
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})/u.exec(response)?.[1]
  const error = new Error(inWords(code, command, responseCode, enhanced))
  const isPermanent = responseCode >= 500 && responseCode !== storageExceeded
  if (isPermanent && command === 'RCPT TO' && !isOurFault(responseCode, enhanced))
    return undeliverable('recipient-refused', error)
  if (isPermanent && command === 'DATA' && code === 'EMESSAGE') return undeliverable('message-refused', error)
  return unavailable('notice-sender', error)
}

/** A mailbox that is full today, whatever its first digit says (RFC 5321, section 4.5.3.1.10). */
const storageExceeded = 552

/** We may not relay, have not signed in (RFC 4954, section 6), or are under a policy (X.7.z of RFC 3463). */
const isOurFault = (responseCode: number, enhanced: string | undefined): boolean =>
  [530, 534, 535, 538].includes(responseCode) || enhanced?.startsWith('5.7.') === true

/** The codes alone: the text of an answer is a stranger's, and may repeat what was sent. */
const inWords = (
  code = 'no code',
  command = 'no command',
  responseCode: number,
  enhanced: string | undefined,
): string =>
  responseCode === 0
    ? `the mail server did not take a message: ${code}`
    : `the mail server answered ${responseCode}${enhanced === undefined ? '' : ` ${enhanced}`} to ${command}`
