import assert from 'node:assert/strict'
import { userId, type Notice, type PoolStorage } from '@keepsake/domain'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { refused } from './one-of-each.ts'
import { aNotice, madeAt, newId } from './records.ts'

const now = madeAt + 1_000

const mail = (): Notice => aNotice(userId(newId()))
const text = (): Notice => aNotice(userId(newId()), { channel: 'sms' })

/** Adds notices and declares them dead. */
const bury = async ({ outbox }: PoolStorage, items: readonly Notice[]): Promise<void> => {
  await valueOf(outbox.addAll(items))
  for (const channel of ['email', 'sms'])
    await valueOf(outbox.claim({ channel, limit: 99, now, leaseUntil: now + 1 }))
  for (const { id } of items) await valueOf(outbox.bury(id, 1, now, refused))
}

/** What an operator does to the items of one channel only. */
export const outboxChannelCases: readonly StorageCase[] = [
  withPool('outbox entries: those of a channel are listed by themselves', async (pool) => {
    const [first, other, second] = [mail(), text(), mail()]
    await bury(pool, [first, other, second])
    const ids = async (channel: string, limit: number): Promise<readonly string[]> =>
      (await valueOf(pool.outbox.list({ state: 'dead', channel, limit }))).map(({ item }) => item.id)
    assert.deepEqual(await ids('email', 9), [first.id, second.id])
    assert.deepEqual(await ids('email', 1), [first.id])
    assert.deepEqual(await ids('sms', 9), [other.id])
    assert.deepEqual(await ids('', 9), [])
    const after = { createdAt: first.createdAt, id: first.id }
    const rest = await valueOf(pool.outbox.list({ state: 'dead', channel: 'email', after, limit: 9 }))
    assert.deepEqual(
      rest.map(({ item }) => item.id),
      [second.id],
    )
  }),

  withPool('outbox entries: the dead of a channel are redriven by themselves', async (pool) => {
    const [first, other, second] = [mail(), text(), mail()]
    await bury(pool, [first, other, second])
    assert.equal(await valueOf(pool.outbox.redrive({ channel: 'fax' }, now)), 0)
    assert.equal(await valueOf(pool.outbox.redrive({ channel: 'email' }, now)), 2)
    const { waiting, dead } = await valueOf(pool.outbox.summary())
    assert.deepEqual([waiting, dead], [2, 1])
  }),

  withPool(
    'outbox entries: those of a channel that wait or are dead are dropped by themselves',
    async (pool) => {
      const sent = text()
      await valueOf(pool.outbox.addAll([sent]))
      await valueOf(pool.outbox.markSent(sent.id, now))
      await bury(pool, [mail(), text()])
      await valueOf(pool.outbox.addAll([mail(), text()]))
      assert.equal(await valueOf(pool.outbox.drop({ channel: 'fax' })), 0)
      assert.equal(await valueOf(pool.outbox.drop({ channel: 'sms' })), 2)
      const summary = await valueOf(pool.outbox.summary())
      assert.deepEqual([summary.waiting, summary.sent, summary.dead], [1, 1, 1])
    },
  ),
]
