import type { Message, Undeliverable } from '@keepsake/domain'
import type { Result } from 'neverthrow'

/** A message in words. `subject` and `sms` are of one line; `html` is a whole page. Secrets stand in it in clear. */
export type WrittenMessage = {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same for a phone. */
  readonly sms: string
  /** BCP 47. */
  readonly language: string
  /** What it tells, for a provider that has templates of its own. */
  readonly facts: MessageFacts
}

/**
 * What a message tells. `link`: where it leads, checked, with the token in it; `token`: the same alone, for a template that
 * has the rest of the link. `name`: what the reader is called, where that may be shown.
 */
export type MessageFacts = {
  readonly service: string
  readonly name?: string
  readonly link?: string
  readonly token?: string
  readonly password?: string
}

/** Puts a message into words. Fails where there are none for its kind, and where a link would lead elsewhere. */
export type WriteMessage = (message: Message) => Result<WrittenMessage, Undeliverable>
