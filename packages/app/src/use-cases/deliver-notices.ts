import type { Message, Notice, Secret, Unavailable, Undeliverable } from '@keepsake/domain'
import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../context.ts'

/** How many notices went out, and how many could not and wait for another attempt. */
export type Delivery = { readonly sent: number; readonly failed: number }

/** Long enough for the slowest sender to answer; a notice whose sender died is taken up again after it. */
const leaseMs = 60_000

/**
 * Sends up to `limit` of the waiting notices, oldest first. Each goes out at least once: a process that dies between
 * sending one and marking it sends it again, under the same key.
 */
export const deliverNotices = (limit: number, context: Context): ResultAsync<Delivery, Unavailable> =>
  safeTry(async function* () {
    const { sources } = context.ports
    // A notice that fails waits for another call, however long this one takes.
    const started = sources.clock()
    let sent = 0
    let failed = 0
    while (sent + failed < limit) {
      // One at a time, so that no lease runs out while other notices are being sent.
      const [notice] = yield* context.storage.outbox.claim(1, started, sources.clock() + leaseMs)
      if (notice === undefined) break
      const delivered = await deliver(notice, context)
      if (delivered.isOk()) {
        yield* context.storage.outbox.markSent(notice.id, sources.clock())
        sent += 1
      } else failed += 1
    }
    return ok({ sent, failed })
  })

const deliver = (notice: Notice, context: Context): ResultAsync<void, Unavailable | Undeliverable> =>
  openMessage(notice, context).andThen((message) => context.ports.noticeSender.send(message))

const openMessage = (notice: Notice, context: Context): ResultAsync<Message, Unavailable> =>
  findAddressee(notice, context).andThen((addressee) =>
    notice.secret === undefined
      ? okAsync(toMessage(notice, addressee, undefined))
      : context.ports.secretBox
          .open(
            notice.secret,
            sealPlace(context, notice.userId, { field: 'notice_secret', record: notice.id }),
          )
          .map((secret) => toMessage(notice, addressee, secret)),
  )

type Addressee = Pick<Message, 'locale' | 'name'>

/** Read at the time of sending, so that neither rests in the outbox and a language chosen meanwhile counts. */
const findAddressee = ({ userId }: Notice, { storage }: Context): ResultAsync<Addressee, Unavailable> =>
  storage.users.findByIds([userId]).map(([user]) => {
    const { locale, name = user?.profile.nickname } = user?.profile ?? {}
    return { ...(locale === undefined ? {} : { locale }), ...(name === undefined ? {} : { name }) }
  })

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
