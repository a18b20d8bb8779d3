import type { Message, Undeliverable } from '@keepsake/domain'
import type { Result } from 'neverthrow'

/** A message in words. `subject` and `sms` are of one line; `html` is a whole page. Secrets stand in it in clear. */
export type WrittenMessage = {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same for a phone. */
  readonly sms: string
}

/** Puts a message into words. Fails where there are none for its kind, and where a link would lead elsewhere. */
export type WriteMessage = (message: Message) => Result<WrittenMessage, Undeliverable>
