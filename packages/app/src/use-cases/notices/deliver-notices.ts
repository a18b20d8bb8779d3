import {
  noticeChannels,
  type Message,
  type Notice,
  type NoticeChannel,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import {
  hiddenIn,
  toMessage,
  whyNotSent,
  neverAgain,
  toAttemptFailed,
  type AttemptFailed,
  type Delivery,
} from '@keepsake/domain/rules'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { sealPlace, type PoolContext } from '../../context.ts'
import { findSound } from '../shared/sound-records.ts'
import { atATime, deliver, inLanes, type Send } from '../outbox/deliver.ts'

/** The most notices that a round takes on each channel (default 100), and the only channel to use. */
export type DeliverNotices = { readonly limit?: number; readonly channel?: NoticeChannel }

/** Sends the notices that wait on each channel, or on one of them. */
export const deliverNotices = (
  command: DeliverNotices | undefined,
  context: PoolContext,
): ResultAsync<Delivery, Unavailable> => {
  const { limit = atATime, channel } = command ?? {}
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
  const why = whyNotSent(notice, user)
  if (why !== undefined || user === undefined) return errAsync(neverAgain(why ?? 'user-deleted'))
  return openMessage(notice, user, context)
    .mapErr((failure) => toAttemptFailed(failure))
    .andThen((message) =>
      message === undefined
        ? errAsync(neverAgain('not-prepared'))
        : context.ports.noticeSender
            .send(message)
            .mapErr((failure) => toAttemptFailed(failure, hiddenIn(message))),
    )
}

const openMessage = (
  notice: Notice,
  user: User,
  context: PoolContext,
): ResultAsync<Message | undefined, Unavailable> =>
  notice.secret === undefined
    ? okAsync(toMessage(notice, user, undefined))
    : context.ports.secretBox
        .open(notice.secret, sealPlace(context, notice.userId, { field: 'notice_secret', record: notice.id }))
        .map((secret) => toMessage(notice, user, secret))
