import type { Message, Undeliverable } from '@keepsake/domain'
import type { Result } from 'neverthrow'

/** A message in words. `subject` and `sms` have one line; `html` is a whole page. It contains secrets in clear. */
export type WrittenMessage = {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same for a phone. */
  readonly sms: string
  /** BCP 47. */
  readonly language: string
  /** What the message says, for a provider that has its own templates. */
  readonly facts: MessageFacts
}

/**
 * What a message says. `link`: where it leads, checked, with the token in it. `token`: the token alone, for a template
 * that has the rest of the link. `name`: the reader's name, if it may be shown.
 */
export type MessageFacts = {
  readonly service: string
  readonly name?: string
  readonly link?: string
  readonly token?: string
  readonly password?: string
}

/** Writes a message in words. Fails if there are none for its kind, or if a link would lead elsewhere. */
export type WriteMessage = (message: Message) => Result<WrittenMessage, Undeliverable>
