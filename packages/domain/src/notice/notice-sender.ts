import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'
import type { NoticeChannel } from './notice.ts'

/** A notice, opened for sending. */
export type Message = {
  /** The notice's id: a provider that honours idempotency keys is given this one. */
  readonly key: string
  readonly kind: 'account-created'
  readonly channel: NoticeChannel
  readonly to: string
  readonly loginUrl: string
  readonly password?: Secret<string>
}

/** Port: hands a message to the world. It resolves once the other side has taken responsibility for it. */
export type NoticeSender = { readonly send: (message: Message) => ResultAsync<void, Unavailable> }
