import type { Instant } from '../kernel/system.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'

export type NoticeChannel = (typeof noticeChannels)[number]

/** Every channel through which users get notices. */
export const noticeChannels = ['email', 'sms'] as const

/**
 * `account-created`: with the generated password, if there is one. `account-activation`: with the token that sets the
 * first password. `password-generated`: an administrator had a new one generated. `password-reset`: with the token that
 * completes it. `otp-imported`: an authenticator was imported for the user. `recovery-code-used`: somebody has signed
 * in with a recovery code.
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

/** A message to a user, as it waits in the outbox. */
export type Notice = {
  /** Stable: every attempt to send carries it, so that a sender can tell a repeat from a new message. */
  readonly id: string
  readonly userId: UserId
  readonly kind: NoticeKind
  readonly channel: NoticeChannel
  /** An email address, or a phone number in E.164. */
  readonly to: string
  readonly createdAt: Instant
  /**
   * The address that the notice leads to: where to sign in (empty if the pool has no such address), or the page that
   * takes its token.
   */
  readonly url: string
  /**
   * The password or token that the notice contains, if there is one. It cannot be read until it is sent, and is wiped
   * then.
   */
  readonly secret?: Sealed
}
