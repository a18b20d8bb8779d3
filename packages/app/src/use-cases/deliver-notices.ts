import type { Message, Notice, Secret, Unavailable } from '@keepsake/domain'
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

const deliver = (notice: Notice, context: Context): ResultAsync<void, Unavailable> =>
  openMessage(notice, context).andThen((message) => context.ports.noticeSender.send(message))

const openMessage = (notice: Notice, context: Context): ResultAsync<Message, Unavailable> =>
  notice.secret === undefined
    ? okAsync(toMessage(notice, undefined))
    : context.ports.secretBox
        .open(notice.secret, sealPlace(context, notice.userId, { field: 'notice_secret', record: notice.id }))
        .map((secret) => toMessage(notice, secret))

const toMessage = ({ id, kind, channel, to, url }: Notice, secret: Secret<string> | undefined): Message => {
  const address = { key: id, channel, to }
  if (kind === 'account-created')
    return { ...address, kind, loginUrl: url, ...(secret === undefined ? {} : { password: secret }) }
  if (kind === 'recovery-code-used') return { ...address, kind, ...(url === '' ? {} : { loginUrl: url }) }
  if (secret === undefined) throw new Error('A notice that tells a secret has none')
  return kind === 'password-generated'
    ? { ...address, kind, loginUrl: url, password: secret }
    : { ...address, kind, resetUrl: url, token: secret }
}
