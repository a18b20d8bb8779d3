import {
  noticeChannels,
  type Credential,
  type Message,
  type Notice,
  type NoticeChannel,
  type Unavailable,
  type User,
  type UserId,
} from '@keepsake/domain'
import {
  hiddenIn,
  neverAgain,
  toAttemptFailed,
  toMessage,
  tokenOfNotice,
  whyNotSent,
  type AttemptFailed,
  type Delivery,
} from '@keepsake/domain/rules'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { sealPlace, type PoolContext } from '../../context.ts'
import { findSound, type SoundRecords } from '../shared/sound-records.ts'
import { atATime, deliver, inLanes, type Send } from '../outbox/deliver.ts'
import { checkLink } from './check-link.ts'

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
 * Users are read right before their notices are sent. So a new language, a suspension or a new password counts, and a user who
 * was deleted after the notice was claimed gets nothing.
 */
const findUsers = (
  notices: readonly Notice[],
  context: PoolContext,
): ResultAsync<Send<Notice>, Unavailable> => {
  const { users, credentials } = context.storage
  const linked = idsOf(notices.filter(({ kind }) => tokenOfNotice[kind] !== undefined))
  return ResultAsync.combine([
    findSound(idsOf(notices), (ids) => users.findByIds(ids)),
    linked.length === 0 ? okAsync(noCredentials) : findSound(linked, (ids) => credentials.findByUserIds(ids)),
  ]).map(([found, passwords]) => {
    const userOf = new Map(found.sound.map((user) => [user.id, user]))
    const passwordOf = new Map(passwords.sound.map((credential) => [credential.userId, credential]))
    const lost = new Set([...found.damaged, ...passwords.damaged].map(({ userId }) => userId))
    return (notice) =>
      lost.has(notice.userId)
        ? errAsync(userDamaged)
        : send(notice, userOf.get(notice.userId), passwordOf.get(notice.userId), context)
  })
}

const idsOf = (notices: readonly Notice[]): readonly UserId[] => [
  ...new Set(notices.map(({ userId }) => userId)),
]

const noCredentials: SoundRecords<Credential> = { sound: [], damaged: [] }

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
  password: Credential | undefined,
  context: PoolContext,
): ResultAsync<void, AttemptFailed | Unavailable> => {
  const why = whyNotSent(notice, user)
  if (why !== undefined || user === undefined) return errAsync(neverAgain(why ?? 'user-deleted'))
  return openMessage(notice, user, context)
    .mapErr((failure) => toAttemptFailed(failure))
    .andThen((message) => (message === undefined ? errAsync(neverAgain('not-prepared')) : okAsync(message)))
    .andThen((message) => checkLink(message, user, password, context).map(() => message))
    .andThen((message) =>
      context.ports.noticeSender
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
