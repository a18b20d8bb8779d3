import type { Instant } from '../kernel/sources.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'

export type NoticeChannel = 'email' | 'sms'

/** A message that a user has earned, as it waits in the outbox. */
export type Notice = {
  /** Stable: every attempt to send carries it, so that a sender can tell a repeat from a new message. */
  readonly id: string
  readonly userId: UserId
  readonly kind: 'account-created'
  readonly channel: NoticeChannel
  /** An email address, or a phone number in E.164. */
  readonly to: string
  readonly createdAt: Instant
  readonly loginUrl: string
  /** The generated password, if one is to be told. Unreadable until it is sent, and wiped then. */
  readonly password?: Sealed
}
