import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'
import type { NoticeChannel } from './notice.ts'
import type { Undeliverable } from '../outbox/undeliverable.ts'

/** A notice, opened for sending. */
export type Message = {
  /** The notice's id. A provider that supports idempotency keys gets it as the key. */
  readonly key: string
  readonly channel: NoticeChannel
  /** An email address, or a phone number in E.164. */
  readonly to: string
  /** The language that the user prefers, as the user's record has it: a BCP 47 tag, if it is one. */
  readonly locale?: string
  /** The user's name, as the user's record has it: any text. */
  readonly name?: string
} & (
  | { readonly kind: 'account-created'; readonly loginUrl: string; readonly password?: Secret<string> }
  /** The page at `activationUrl` asks for the first password, and sets it with the token. */
  | { readonly kind: 'account-activation'; readonly activationUrl: string; readonly token: Secret<string> }
  | { readonly kind: 'password-generated'; readonly loginUrl: string; readonly password: Secret<string> }
  | { readonly kind: 'otp-imported'; readonly loginUrl?: string }
  | { readonly kind: 'recovery-code-used'; readonly loginUrl?: string }
  /** The page at `resetUrl` asks for a new password, and completes the reset with the token. */
  | { readonly kind: 'password-reset'; readonly resetUrl: string; readonly token: Secret<string> }
)

/** Port: sends a message to a user. */
export type NoticeSender = {
  /**
   * Resolves once the other side has taken responsibility for the message. `Unavailable`: it may arrive, or may have
   * arrived; try again under the same key. `Undeliverable`: it never will arrive.
   */
  readonly send: (message: Message) => ResultAsync<void, Unavailable | Undeliverable>
  /**
   * Releases what the sender holds open, once the sends under way have ended. Absent if the sender holds nothing open.
   */
  readonly close?: () => Promise<void>
}
