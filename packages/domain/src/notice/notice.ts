import type { Instant } from '../kernel/sources.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'

export type NoticeChannel = (typeof noticeChannels)[number]

/** Every way by which users are told. */
export const noticeChannels = ['email', 'sms'] as const

/**
 * `account-created`: with the generated password, if there is one. `account-activation`: with the token that sets the first
 * password. `password-generated`: an administrator had a new one made. `password-reset`: with the token that completes it.
 * `otp-imported`: an authenticator was brought for the user. `recovery-code-used`: somebody has signed in with one.
 */
export type NoticeKind = (typeof noticeKinds)[number]

/** Every kind of notice. */
export const noticeKinds = [
  'account-created',
  'account-activation',
  'password-generated',
  'password-reset',
  'otp-imported',
  'recovery-code-used',
] as const

/** A message that a user has earned, as it waits in the outbox. */
export type Notice = {
  /** Stable: every attempt to send carries it, so that a sender can tell a repeat from a new message. */
  readonly id: string
  readonly userId: UserId
  readonly kind: NoticeKind
  readonly channel: NoticeChannel
  /** An email address, or a phone number in E.164. */
  readonly to: string
  readonly createdAt: Instant
  /** Where the user goes with it: the address to sign in at, empty where the pool has none, or the page that takes its token. */
  readonly url: string
  /** The password or token that is to be told, if there is one. Unreadable until it is sent, and wiped then. */
  readonly secret?: Sealed
}
