import { unavailable, undeliverable, type Unavailable, type Undeliverable } from '@keepsake/domain'
import type { NodemailerError } from 'nodemailer'
import { networkWords } from '../network-failure.ts'
import { smtpVerdict, type SmtpReply } from './smtp-verdict.ts'

/**
 * What an error of nodemailer means. Its words are only codes: the text of an answer comes from the other side and may
 * repeat what was sent.
 */
export const smtpFailure = (cause: unknown): Unavailable | Undeliverable => {
  const { code, command = '', responseCode = 0, response = '' } = (cause ?? {}) as Partial<NodemailerError>
  if (responseCode === 0)
    return code === 'EMESSAGE'
      ? undeliverable('message-refused', new Error('a mail is larger than the mail server takes'))
      : unavailable('notice-sender', new Error(`the mail server did not take a mail: ${networkWords(cause)}`))
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S)/u.exec(response)?.[1]
  // Before the text of a mail, an answer to DATA is about the envelope.
  const isRefusal = code === 'EMESSAGE' || command !== 'DATA'
  const reply = { code: responseCode, enhanced, command }
  const verdict = isRefusal ? smtpVerdict(reply) : 'again'
  const error = new Error(inWords(reply))
  return verdict === 'again' ? unavailable('notice-sender', error) : undeliverable(verdict, error)
}

const inWords = ({ code, enhanced, command }: SmtpReply): string => {
  const answer = enhanced === undefined ? `${code}` : `${code} ${enhanced}`
  // The commands of a connection are nodemailer's; the rest of an AUTH line may be a secret.
  const [name = ''] = /^[A-Z]+(?: (?:FROM|TO))?/u.exec(command) ?? []
  return name === 'CONN' || name === ''
    ? `the mail server answered ${answer} as it was called`
    : `the mail server answered ${answer} to ${name}`
}
