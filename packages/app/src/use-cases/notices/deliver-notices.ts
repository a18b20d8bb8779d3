import {
  isReachedAt,
  maySignIn,
  noticeChannels,
  type Message,
  type Notice,
  type NoticeChannel,
  type Secret,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { sealPlace, type PoolContext } from '../../context.ts'
import { neverAgain, toAttemptFailed, type AttemptFailed } from '../outbox/attempt-failed.ts'
import { findSound } from '../shared/sound-records.ts'
import { atATime, deliver, inLanes, type Send } from '../outbox/deliver.ts'
import type { Delivery } from '../outbox/delivery.ts'

/** The most notices that a round takes on each channel (default 100), and the only channel to use. */
export type DeliverNotices = number | { readonly limit?: number; readonly channel?: NoticeChannel }

/** Sends the notices that wait on each channel, or on one of them. */
export const deliverNotices = (
  command: DeliverNotices | undefined,
  context: PoolContext,
): ResultAsync<Delivery, Unavailable> => {
  const { limit = atATime, channel } = typeof command === 'number' ? { limit: command } : (command ?? {})
  return inLanes(
    noticeChannels
      .filter((each) => channel === undefined || each === channel)
      .map((each) =>
        deliver(
          { outbox: context.storage.outbox, channel: each },
          (notices) => findUsers(notices, context),
          limit,
          context,
        ),
      ),
  )
}

/**
 * Users are read right before their notices are sent. So a new language or a suspension counts, and a user who was deleted
 * after the notice was claimed gets nothing.
 */
const findUsers = (
  notices: readonly Notice[],
  context: PoolContext,
): ResultAsync<Send<Notice>, Unavailable> =>
  findSound([...new Set(notices.map(({ userId }) => userId))], (ids) =>
    context.storage.users.findByIds(ids),
  ).map(({ sound, damaged }) => {
    const users = new Map(sound.map((user) => [user.id, user]))
    const lost = new Set(damaged.map(({ userId }) => userId))
    return (notice) =>
      lost.has(notice.userId) ? errAsync(userDamaged) : send(notice, users.get(notice.userId), context)
  })

/**
 * If the user's record is damaged, it is not known whether the user may get the notice, and in which language. It is tried
 * again until the record is repaired.
 */
const userDamaged: AttemptFailed = {
  kind: 'attempt-failed',
  why: { failure: 'record-damaged', reason: 'the record of the user cannot be read' },
  isFinal: false,
}

const send = (
  notice: Notice,
  user: User | undefined,
  context: PoolContext,
): ResultAsync<void, AttemptFailed | Unavailable> => {
  if (user === undefined) return errAsync(neverAgain('user-deleted'))
  if (!maySignIn(user)) return errAsync(neverAgain('user-inactive'))
  if (!isReachedAt(notice.to, user)) return errAsync(neverAgain('address-changed'))
  return openMessage(notice, addresseeOf(user), context)
    .mapErr((failure) => toAttemptFailed(failure))
    .andThen((message) =>
      message === undefined
        ? errAsync(neverAgain('not-prepared'))
        : context.ports.noticeSender
            .send(message)
            .mapErr((failure) => toAttemptFailed(failure, hiddenIn(message))),
    )
}

/** Values that a sender's error text must not repeat. */
const hiddenIn = (message: Message): readonly string[] => [
  ...('password' in message && message.password !== undefined ? [message.password.reveal()] : []),
  ...('token' in message ? [message.token.reveal()] : []),
  ...(message.name === undefined ? [] : [message.name]),
]

const openMessage = (
  notice: Notice,
  addressee: Addressee,
  context: PoolContext,
): ResultAsync<Message | undefined, Unavailable> =>
  notice.secret === undefined
    ? okAsync(toMessage(notice, addressee, undefined))
    : context.ports.secretBox
        .open(notice.secret, sealPlace(context, notice.userId, { field: 'notice_secret', record: notice.id }))
        .map((secret) => toMessage(notice, addressee, secret))

type Addressee = Pick<Message, 'locale' | 'name'>

const addresseeOf = ({ profile }: User): Addressee => {
  const { locale, name = profile.nickname } = profile
  return { ...(locale === undefined ? {} : { locale }), ...(name === undefined ? {} : { name }) }
}

/** `undefined` if a notice needs a secret and has none: its record is damaged. */
const toMessage = (
  { id, kind, channel, to, url }: Notice,
  addressee: Addressee,
  secret: Secret<string> | undefined,
): Message | undefined => {
  const head = { key: id, channel, to, ...addressee }
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
