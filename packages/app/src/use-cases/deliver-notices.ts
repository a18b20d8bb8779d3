import type { Message, Notice, Secret, Unavailable, User } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../context.ts'
import { deliver, type Delivery, type Send } from './deliver.ts'

/** Sends up to `limit` of the waiting notices. */
export const deliverNotices = (limit: number, context: Context): ResultAsync<Delivery, Unavailable> =>
  deliver(context.storage.outbox, sendNotice(context), limit, context)

/** The user is read at the time of sending: a language that was chosen meanwhile counts, and so does a suspension. */
const sendNotice =
  (context: Context): Send<Notice> =>
  (notice) =>
    context.storage.users.findByIds([notice.userId]).andThen(([user]) => {
      if (user !== undefined && user.status !== 'Activated')
        return errAsync({ kind: 'undeliverable', reason: 'user-inactive' } as const)
      return openMessage(notice, addresseeOf(user), context).andThen((message) =>
        context.ports.noticeSender.send(message),
      )
    })

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
