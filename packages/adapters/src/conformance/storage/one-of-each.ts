import { userId, type Notice, type NoticeState, type PoolStorage, type PostedNotice } from '@keepsake/domain'
import { valueOf } from './case.ts'
import { aNotice, madeAt, newId } from './records.ts'

/** When `oneOfEach` claims its notices. */
export const noticesTriedAt: number = madeAt + 1_000

/** One notice of each state, each of a user of its own; the one that waits was tried once. */
export const oneOfEach = async (pool: PoolStorage): Promise<Readonly<Record<NoticeState, Notice>>> => {
  const [waiting, sent, dead] = [0, 1, 2].map((age) => aNotice(userId(newId()), { createdAt: madeAt + age }))
  if (waiting === undefined || sent === undefined || dead === undefined) throw new Error('unreachable')
  await valueOf(pool.outbox.addAll([dead, waiting, sent]))
  await valueOf(pool.outbox.claim(3, noticesTriedAt, noticesTriedAt + 1))
  await valueOf(pool.outbox.postpone(waiting.id, 1, noticesTriedAt + 60_000, 'sender-unavailable'))
  await valueOf(pool.outbox.markSent(sent.id, noticesTriedAt + 2))
  await valueOf(pool.outbox.bury(dead.id, 1, noticesTriedAt + 3, 'recipient-refused'))
  return { waiting, sent, dead }
}

/** The notices of a state, with what became of them. */
export const listPosted = (pool: PoolStorage, state: NoticeState): Promise<readonly PostedNotice[]> =>
  valueOf(pool.outbox.list({ state, limit: 99 }))

/** All that an outbox holds. */
export const allPosted = async (pool: PoolStorage): Promise<readonly PostedNotice[]> => [
  ...(await listPosted(pool, 'waiting')),
  ...(await listPosted(pool, 'sent')),
  ...(await listPosted(pool, 'dead')),
]
