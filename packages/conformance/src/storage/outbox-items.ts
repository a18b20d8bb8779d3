import assert from 'node:assert/strict'
import { userId, type Claimed, type Outbox, type OutboxItem } from '@keepsake/domain'
import { deliveriesOf } from '@keepsake/domain/rules'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { anEvent, aNotice, madeAt } from './records.ts'
import { soundClaimed } from './readable-records.ts'

const user = userId('user-1')
const [now, lease] = [madeAt + 1_000, 60_000]

const claim = <Item extends OutboxItem>(
  outbox: Outbox<Item>,
  channel: string | undefined,
): Promise<readonly Claimed<Item>[]> =>
  valueOf(
    outbox
      .claim({ channel, limit: 10, now, leaseUntil: now + lease })
      .map((claimed) => soundClaimed<Item>(claimed)),
  )

/** Cases for notices only, or for events only. */
export const outboxItemCases: readonly StorageCase[] = [
  withPool('outbox of notices: a notice comes out as it went in', async ({ outbox }) => {
    const { secret: _, ...bare } = aNotice(user, {
      channel: 'sms',
      to: '+8618812345678',
      createdAt: madeAt + 1,
    })
    const added = [aNotice(user), bare]
    await valueOf(outbox.addAll(added))
    const claimed = [...(await claim(outbox, 'sms')), ...(await claim(outbox, 'email'))]
    assert.deepEqual(
      claimed.map(({ item }) => item),
      added.toReversed(),
    )
  }),

  withPool('outbox of notices: what waits on one channel holds up no other', async ({ outbox }) => {
    const [first, second] = [aNotice(user), aNotice(user, { createdAt: madeAt + 1 })]
    const other = aNotice(user, { channel: 'sms', createdAt: madeAt + 2 })
    await valueOf(outbox.addAll([first, second, other]))
    const idsOf = async (channel: string | undefined): Promise<readonly string[]> =>
      (await claim(outbox, channel)).map(({ item }) => item.id)
    assert.deepEqual(await idsOf('sms'), [other.id])
    assert.deepEqual(await idsOf('email'), [first.id])
    assert.deepEqual([await idsOf('email'), await idsOf('sms')], [[], []])
    assert.deepEqual([await idsOf(undefined), await idsOf('fax')], [[], []])
  }),

  withPool('outbox of events: an event comes out as it went in', async (pool) => {
    const event = anEvent(user)
    await valueOf(pool.events.addAll([event]))
    assert.deepEqual(await claim(pool.events, undefined), [{ item: event, attempt: 1 }])
  }),

  withPool('outbox of events: an event on its way to an endpoint comes out as it went in', async (pool) => {
    const event = anEvent(user)
    const deliveries = deliveriesOf(event, [{ name: 'shop' }, { name: 'crm' }])
    await valueOf(pool.events.addAll([event, ...deliveries]))
    assert.deepEqual(await claim(pool.events, 'crm'), [{ item: deliveries[1], attempt: 1 }])
    assert.deepEqual(await claim(pool.events, undefined), [{ item: event, attempt: 1 }])
    assert.deepEqual(await claim(pool.events, 'shop'), [{ item: deliveries[0], attempt: 1 }])
  }),

  withPool('outbox of events: an event and a notice are told apart, whatever their ids', async (pool) => {
    const [notice, event] = [aNotice(user, { id: 'one' }), anEvent(user, { id: 'one' })]
    await valueOf(pool.outbox.addAll([notice]))
    await valueOf(pool.events.addAll([event]))
    await valueOf(pool.outbox.markSent('one', now))
    assert.deepEqual(await claim(pool.events, undefined), [{ item: event, attempt: 1 }])
    assert.deepEqual(await claim(pool.outbox, 'email'), [])
  }),
]
