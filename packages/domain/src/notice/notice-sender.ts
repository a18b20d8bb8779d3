import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'
import type { NoticeChannel } from './notice.ts'

/** A notice, opened for sending. */
export type Message = {
  /** The notice's id: a provider that honours idempotency keys is given this one. */
  readonly key: string
  readonly channel: NoticeChannel
  /** An email address, or a phone number in E.164. */
  readonly to: string
} & (
  | { readonly kind: 'account-created'; readonly loginUrl: string; readonly password?: Secret<string> }
  | { readonly kind: 'password-generated'; readonly loginUrl: string; readonly password: Secret<string> }
  | { readonly kind: 'recovery-code-used'; readonly loginUrl?: string }
  /** The page at `resetUrl` asks for a new password, and completes the reset with the token. */
  | { readonly kind: 'password-reset'; readonly resetUrl: string; readonly token: Secret<string> }
)

/** Port: hands a message to the world. It resolves once the other side has taken responsibility for it. */
export type NoticeSender = { readonly send: (message: Message) => ResultAsync<void, Unavailable> }
