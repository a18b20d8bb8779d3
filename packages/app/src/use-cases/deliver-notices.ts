import {
  nextAttemptAt,
  type ClaimedNotice,
  type Message,
  type Notice,
  type NoticeFailure,
  type Secret,
  type Unavailable,
  type Undeliverable,
  type User,
  type UserId,
} from '@keepsake/domain'
import { errAsync, ok, okAsync, Result, safeTry, type ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../context.ts'

/**
 * What became of the notices that were taken up: sent; to be tried again later; or dead, since another attempt is of no
 * use, there were enough of them, or the user may not sign in any more.
 */
export type Delivery = { readonly sent: number; readonly postponed: number; readonly dead: number }

/** Longer than the slowest sender takes; a notice whose sender died is taken up again after it. */
const leaseMs = 5 * 60_000

/** Enough to keep the connections of a mail server's pool busy, and few enough for any lease to last. */
const atOnce = 10

/**
 * Sends up to `limit` of the waiting notices, those first that have waited longest. Each goes out at least once: a process
 * that dies between sending one and marking it sends it again, under the same key. One that fails waits for another
 * call, however long this one takes.
 */
export const deliverNotices = (limit: number, context: Context): ResultAsync<Delivery, Unavailable> =>
  safeTry(async function* () {
    const { outbox } = context.storage
    const { clock } = context.ports.sources
    const started = clock()
    const counted = { sent: 0, postponed: 0, dead: 0 }
    for (let left = limit; left > 0;) {
      const claimed = yield* outbox.claim(Math.min(left, atOnce), started, clock() + leaseMs)
      if (claimed.length === 0) break
      left -= claimed.length
      const users = yield* findUsers(claimed, context)
      // All of them, whatever becomes of one: what is under way when a caller gives up would be sent without a mark.
      const outcomes = yield* Result.combine(
        await Promise.all(claimed.map((each) => deliver(each, users.get(each.notice.userId), context))),
      )
      for (const outcome of outcomes) counted[outcome] += 1
    }
    return ok(counted)
  })

/** Read as they are about to be sent to: a language that was chosen meanwhile counts, and so does a suspension. */
const findUsers = (
  claimed: readonly ClaimedNotice[],
  { storage }: Context,
): ResultAsync<ReadonlyMap<UserId, User>, Unavailable> =>
  storage.users
    .findByIds([...new Set(claimed.map(({ notice }) => notice.userId))])
    .map((users) => new Map(users.map((user) => [user.id, user])))

/** Sends a notice and writes down what came of it. */
const deliver = (
  { notice, attempt }: ClaimedNotice,
  user: User | undefined,
  context: Context,
): ResultAsync<keyof Delivery, Unavailable> => {
  const { outbox } = context.storage
  const { clock } = context.ports.sources
  const bury = (failure: NoticeFailure): ResultAsync<keyof Delivery, Unavailable> =>
    outbox.bury(notice.id, attempt, clock(), failure).map(() => 'dead')
  if (user !== undefined && user.status !== 'Activated') return bury('user-inactive')
  return send(notice, user, context)
    .andThen(() => outbox.markSent(notice.id, clock()).map((): keyof Delivery => 'sent'))
    .orElse((failure) => {
      if (failure.kind === 'undeliverable') return bury(failure.reason)
      if (failure.part === 'storage') return errAsync(failure)
      const dueAt = nextAttemptAt(attempt, clock(), context.ports.sources.randomBytes)
      return dueAt === undefined
        ? bury('sender-unavailable')
        : outbox
            .postpone(notice.id, attempt, dueAt, 'sender-unavailable')
            .map((): keyof Delivery => 'postponed')
    })
}

const send = (
  notice: Notice,
  user: User | undefined,
  context: Context,
): ResultAsync<void, Unavailable | Undeliverable> =>
  openMessage(notice, addresseeOf(user), context).andThen((message) =>
    context.ports.noticeSender.send(message),
  )

const openMessage = (
  notice: Notice,
  addressee: Addressee,
  context: Context,
): ResultAsync<Message, Unavailable> =>
  notice.secret === undefined
    ? okAsync(toMessage(notice, addressee, undefined))
    : context.ports.secretBox
        .open(notice.secret, sealPlace(context, notice.userId, { field: 'notice_secret', record: notice.id }))
        .map((secret) => toMessage(notice, addressee, secret))

type Addressee = Pick<Message, 'locale' | 'name'>

const addresseeOf = (user: User | undefined): Addressee => {
  const { locale, name = user?.profile.nickname } = user?.profile ?? {}
  return { ...(locale === undefined ? {} : { locale }), ...(name === undefined ? {} : { name }) }
}

const toMessage = (
  { id, kind, channel, to, url }: Notice,
  addressee: Addressee,
  secret: Secret<string> | undefined,
): Message => {
  const head = { key: id, channel, to, ...addressee }
  if (kind === 'account-created')
    return { ...head, kind, loginUrl: url, ...(secret === undefined ? {} : { password: secret }) }
  if (kind === 'recovery-code-used' || kind === 'otp-imported')
    return { ...head, kind, ...(url === '' ? {} : { loginUrl: url }) }
  if (secret === undefined) throw new Error('A notice that tells a secret has none')
  if (kind === 'password-generated') return { ...head, kind, loginUrl: url, password: secret }
  return kind === 'password-reset'
    ? { ...head, kind, resetUrl: url, token: secret }
    : { ...head, kind, activationUrl: url, token: secret }
}
