import type { UndeliverableReason } from '@keepsake/domain'

/**
 * An answer of a mail server: its code (RFC 5321), its enhanced code if it has one (RFC 3463), and the command that it
 * answers.
 */
export type SmtpReply = {
  readonly code: number
  readonly enhanced: string | undefined
  readonly command: string
}

/** What an answer means. `again`: another attempt may succeed, by itself or once an operator has fixed something. */
export type SmtpVerdict = Extract<UndeliverableReason, 'recipient-refused' | 'message-refused'> | 'again'

/**
 * An answer is final only if it is permanent and is about the recipient or the message. An answer about our name,
 * credentials or sender is for the operator to fix, and must not kill every notice that waits. If there is an enhanced
 * code, it decides: `550 5.2.2` is a mailbox that is full today, and `450 4.1.1` and `550 4.2.1` are temporary whatever
 * the other digit says.
 */
export const smtpVerdict = ({ code, enhanced, command }: SmtpReply): SmtpVerdict => {
  if (code < 500 || !isAboutMail(command)) return 'again'
  if (enhanced === undefined) return byCode(code, command)
  if (!enhanced.startsWith('5.')) return 'again'
  const detail = enhanced.slice(2)
  return byDetail(detail) ?? (detail === '0.0' ? byCode(code, command) : 'again')
}

/**
 * The commands whose answers are about one recipient or message, and not about us. A message may be refused as too
 * large at the first of them.
 */
const isAboutMail = (command: string): boolean => ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command)

/** Subject and detail (RFC 3463, and the registry of RFC 5248) for which another attempt is of no use. */
const byDetail = (detail: string): SmtpVerdict | undefined => {
  if (recipientDetails.has(detail)) return 'recipient-refused'
  return messageDetails.has(detail) || detail.startsWith('6.') ? 'message-refused' : undefined
}

const recipientDetails: ReadonlySet<string> = new Set([
  '1.0', // something about the address
  '1.1', // no such mailbox
  '1.2', // no such system
  '1.3', // no address
  '1.4', // more than one mailbox
  '1.6', // has moved
  '1.10', // takes no mail at all (RFC 7505)
  '2.0', // something about the mailbox
  '2.1', // disabled
  '7.17', // the mailbox has another owner by now (RFC 7293)
  '7.18', // the domain has another owner by now
])

const messageDetails: ReadonlySet<string> = new Set([
  '2.3', // longer than this mailbox takes
  '3.4', // longer than this system takes
])

/** Without an enhanced code. 552 is a full mailbox (RFC 5321, section 4.5.3.1.10); 554 to RCPT TO can mean anything. */
const byCode = (code: number, command: string): SmtpVerdict => {
  if (command === 'RCPT TO') return [501, 550, 551, 553, 556].includes(code) ? 'recipient-refused' : 'again'
  return command === 'DATA' && [550, 554, 555, 556].includes(code) ? 'message-refused' : 'again'
}
