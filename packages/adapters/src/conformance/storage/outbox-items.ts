import assert from 'node:assert/strict'
import { userId } from '@keepsake/domain'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { anEvent, aNotice, madeAt } from './records.ts'

const user = userId('user-1')
const [now, lease] = [madeAt + 1_000, 60_000]

/** What is to be said of notices, or of events, alone. */
export const outboxItemCases: readonly StorageCase[] = [
  withPool('outbox of notices: a notice comes out as it went in', async ({ outbox }) => {
    const { secret: _, ...bare } = aNotice(user, {
      channel: 'sms',
      to: '+8618812345678',
      createdAt: madeAt + 1,
    })
    const added = [aNotice(user), bare]
    await valueOf(outbox.addAll(added))
    const claimed = await valueOf(outbox.claim(10, now, now + lease))
    assert.deepEqual(
      claimed.map(({ item }) => item),
      added,
    )
  }),

  withPool('outbox of notices: what waits on one channel holds up no other', async ({ outbox }) => {
    const [first, second] = [aNotice(user), aNotice(user, { createdAt: madeAt + 1 })]
    const other = aNotice(user, { channel: 'sms', createdAt: madeAt + 2 })
    await valueOf(outbox.addAll([first, second, other]))
    const claimed = await valueOf(outbox.claim(10, now, now + lease))
    assert.deepEqual(
      claimed.map(({ item }) => item.id),
      [first.id, other.id],
    )
  }),

  withPool('outbox of events: an event comes out as it went in', async (pool) => {
    const event = anEvent(user)
    await valueOf(pool.events.addAll([event]))
    assert.deepEqual(await valueOf(pool.events.claim(1, now, now + lease)), [{ item: event, attempt: 1 }])
  }),

  withPool('outbox of events: an event and a notice are told apart, whatever their ids', async (pool) => {
    const [notice, event] = [aNotice(user, { id: 'one' }), anEvent(user, { id: 'one' })]
    await valueOf(pool.outbox.addAll([notice]))
    await valueOf(pool.events.addAll([event]))
    await valueOf(pool.outbox.markSent('one', now))
    assert.deepEqual(await valueOf(pool.events.claim(9, now, now)), [{ item: event, attempt: 1 }])
    assert.deepEqual(await valueOf(pool.outbox.claim(9, now, now)), [])
  }),
]
