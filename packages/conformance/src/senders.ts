import type { RemoteSenderSubject, SenderCase, SenderSubject } from './senders/case.ts'
import { failingCases } from './senders/failing.ts'
import { sendingCases } from './senders/sending.ts'

export type {
  Behaviour,
  OpenSender,
  ReceivedMessage,
  RemoteSenderSubject,
  SenderCase,
  SenderSubject,
} from './senders/case.ts'

/**
 * The promises of the port `NoticeSender` as data, for any test runner. Give each case a way to open a fresh sender.
 *
 * `for (const { name, run } of senderConformance) test(name, () => run(open))`
 */
export const senderConformance: readonly SenderCase<SenderSubject>[] = sendingCases

/** The same for a sender whose other side may fail, with what the sender promises in that case. */
export const remoteSenderConformance: readonly SenderCase<RemoteSenderSubject>[] = [
  ...sendingCases,
  ...failingCases,
]
