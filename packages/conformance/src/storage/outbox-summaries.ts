import assert from 'node:assert/strict'
import { mostFailures, userId, type AttemptFailure, type Notice, type PoolStorage } from '@keepsake/domain'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { busy, notices, oneOfEach, refused } from './one-of-each.ts'
import { aNotice, anEvent, madeAt, newId } from './records.ts'

const now = madeAt + 1_000

const aLoneNotice = (over: Partial<Notice> = {}): Notice => aNotice(userId(newId()), over)

/** Adds notices and fails an attempt at each. */
const failed = async (
  { outbox }: PoolStorage,
  items: readonly Notice[],
  why: (index: number) => AttemptFailure,
): Promise<void> => {
  await valueOf(outbox.addAll(items))
  for (const channel of ['email', 'sms'])
    await valueOf(outbox.claim({ channel, limit: 99, now, leaseUntil: now + 1 }))
  for (const [index, { id }] of items.entries())
    await valueOf(outbox.postpone(id, 1, now + 60_000, why(index)))
}

/** How an outbox is counted. */
export const outboxSummaryCases: readonly StorageCase[] = [
  withPool('outbox entries: where there are none, none are counted', async ({ outbox, events }) => {
    const none = { waiting: 0, sent: 0, dead: 0, channels: [], failures: [] }
    assert.deepEqual(await valueOf(outbox.summary()), none)
    assert.deepEqual(await valueOf(events.summary()), none)
  }),

  withPool(
    'outbox entries: they are counted by state and channel, and the oldest that waits is told',
    async (pool) => {
      await oneOfEach(pool, notices)
      await valueOf(pool.outbox.addAll([aLoneNotice({ channel: 'sms', createdAt: madeAt + 9 })]))
      const { failures: _, ...counts } = await valueOf(pool.outbox.summary())
      assert.deepEqual(counts, {
        waiting: 2,
        sent: 1,
        dead: 1,
        oldestWaiting: madeAt,
        channels: [
          { channel: 'email', waiting: 1, sent: 1, dead: 1, oldestWaiting: madeAt },
          { channel: 'sms', waiting: 1, sent: 0, dead: 0, oldestWaiting: madeAt + 9 },
        ],
      })
    },
  ),

  withPool('outbox entries: what has no channel is counted by itself', async ({ events }) => {
    const event = anEvent(userId(newId()))
    const delivery = { ...event, id: newId(), eventId: event.id, channel: 'shop' }
    await valueOf(events.addAll([delivery, event]))
    await valueOf(events.claim({ channel: 'shop', limit: 1, now, leaseUntil: now }))
    await valueOf(events.markSent(delivery.id, now))
    assert.deepEqual((await valueOf(events.summary())).channels, [
      { waiting: 1, sent: 0, dead: 0, oldestWaiting: madeAt },
      { channel: 'shop', waiting: 0, sent: 1, dead: 0 },
    ])
  }),

  withPool('outbox entries: failures are counted by reason, the commonest first', async (pool) => {
    await oneOfEach(pool, notices)
    await failed(pool, [aLoneNotice(), aLoneNotice(), aLoneNotice({ channel: 'sms' })], (index) =>
      index === 2 ? busy : { failure: 'sender-unavailable' },
    )
    const sms = { channel: 'sms', state: 'waiting', count: 1, ...busy } as const
    assert.deepEqual((await valueOf(pool.outbox.summary())).failures, [
      { channel: 'email', state: 'waiting', count: 2, failure: 'sender-unavailable' },
      { channel: 'email', state: 'dead', count: 1, ...refused },
      { channel: 'email', state: 'waiting', count: 1, ...busy },
      sms,
    ])
  }),

  withPool('outbox entries: failures that are each worded otherwise are not all told', async (pool) => {
    const items = Array.from({ length: mostFailures + 3 }, () => aLoneNotice())
    await failed(pool, items, (index) => ({ ...busy, reason: `reason ${index % (mostFailures + 2)}` }))
    const { failures, waiting } = await valueOf(pool.outbox.summary())
    assert.equal(waiting, items.length)
    assert.equal(failures.length, mostFailures)
    assert.deepEqual(failures[0], {
      channel: 'email',
      state: 'waiting',
      ...busy,
      reason: 'reason 0',
      count: 2,
    })
  }),
]
