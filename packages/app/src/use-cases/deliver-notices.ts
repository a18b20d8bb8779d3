import {
  isReachedAt,
  type DeliveryFailure,
  type Message,
  type Notice,
  type Secret,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { sealPlace, type PoolContext } from '../context.ts'
import { deliver, type Delivery, type Send, type Undelivered } from './deliver.ts'

/** Sends up to `limit` of the waiting notices. */
export const deliverNotices = (limit: number, context: PoolContext): ResultAsync<Delivery, Unavailable> =>
  deliver(context.storage.outbox, (notices) => findUsers(notices, context), limit, context)

/** Users are read right before their notices are sent: a language that was chosen meanwhile counts, and so does a suspension. */
const findUsers = (
  notices: readonly Notice[],
  context: PoolContext,
): ResultAsync<Send<Notice>, Unavailable> =>
  context.storage.users.findByIds([...new Set(notices.map(({ userId }) => userId))]).map((found) => {
    const users = new Map(found.map((user) => [user.id, user]))
    return (notice) => send(notice, users.get(notice.userId), context)
  })

const send = (
  notice: Notice,
  user: User | undefined,
  context: PoolContext,
): ResultAsync<void, Undelivered | Unavailable> => {
  if (user !== undefined && user.status !== 'Activated') return undelivered('user-inactive')
  if (user !== undefined && !isReachedAt(notice.to, user)) return undelivered('address-changed')
  return openMessage(notice, addresseeOf(user), context).andThen((message) =>
    message === undefined ? undelivered('not-prepared') : context.ports.noticeSender.send(message),
  )
}

const undelivered = (reason: DeliveryFailure): ResultAsync<never, Undelivered> =>
  errAsync({ kind: 'undeliverable', reason })

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

const addresseeOf = (user: User | undefined): Addressee => {
  const { locale, name = user?.profile.nickname } = user?.profile ?? {}
  return { ...(locale === undefined ? {} : { locale }), ...(name === undefined ? {} : { name }) }
}

/** Nothing for a notice that is to tell a secret and has none: its record is damaged. */
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
