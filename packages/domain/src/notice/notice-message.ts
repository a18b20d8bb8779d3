import type { Secret } from '../kernel/secret.ts'
import type { DeliveryFailure } from '../outbox/outbox-item.ts'
import { isReachedAt } from '../user/reachable.ts'
import { maySignIn } from '../user/user-status.ts'
import type { User } from '../user/user.ts'
import type { Message } from './notice-sender.ts'
import type { Notice } from './notice.ts'

/** Why a notice must not be sent to its user as the user is now. `undefined` if it may be sent. */
export const whyNotSent = (
  { to }: Pick<Notice, 'to'>,
  user: User | undefined,
): DeliveryFailure | undefined => {
  if (user === undefined) return 'user-deleted'
  if (!maySignIn(user)) return 'user-inactive'
  return isReachedAt(to, user) ? undefined : 'address-changed'
}

/**
 * The message that a notice becomes, for its user and with its opened secret. `undefined` if the notice needs a secret and
 * has none: its record is damaged.
 */
export const toMessage = (
  { id, kind, channel, to, url }: Notice,
  user: Pick<User, 'profile'>,
  secret: Secret<string> | undefined,
): Message | undefined => {
  const head = { key: id, channel, to, ...addresseeOf(user) }
  if (kind === 'account-created')
    return { ...head, kind, loginUrl: url, ...(secret === undefined ? {} : { password: secret }) }
  if (kind === 'recovery-code-used' || kind === 'otp-imported')
    return { ...head, kind, ...(url === '' ? {} : { loginUrl: url }) }
  if (secret === undefined) return undefined
  if (kind === 'password-generated') return { ...head, kind, loginUrl: url, password: secret }
  return kind === 'password-reset'
    ? { ...head, kind, resetUrl: url, token: secret }
    : { ...head, kind, activationUrl: url, token: secret }
}

const addresseeOf = ({ profile }: Pick<User, 'profile'>): Pick<Message, 'locale' | 'name'> => {
  const { locale, name = profile.nickname } = profile
  return { ...(locale === undefined ? {} : { locale }), ...(name === undefined ? {} : { name }) }
}

/** Values of a message that the error text of a sender must not repeat. */
export const hiddenIn = (message: Message): readonly string[] => [
  ...('password' in message && message.password !== undefined ? [message.password.reveal()] : []),
  ...('token' in message ? [message.token.reveal()] : []),
  ...(message.name === undefined ? [] : [message.name]),
]
