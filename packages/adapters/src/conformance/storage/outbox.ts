import assert from 'node:assert/strict'
import { userId, type Notice, type PoolStorage } from '@keepsake/domain'
import { isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { aNotice, madeAt } from './records.ts'

const user = userId('user-1')
const [now, lease] = [madeAt + 1_000, 60_000]

const idsOf = (notices: readonly Notice[]): readonly string[] => notices.map((notice) => notice.id)

const claim = (pool: PoolStorage, limit: number, at: number): Promise<readonly Notice[]> =>
  valueOf(pool.outbox.claim(limit, at, at + lease))

export const outboxCases: readonly StorageCase[] = [
  withPool('outbox: a notice comes out as it went in', async (pool) => {
    const { secret: _, ...bare } = aNotice(user, {
      channel: 'sms',
      to: '+8618812345678',
      createdAt: madeAt + 1,
    })
    const notices = [aNotice(user), bare]
    await valueOf(pool.outbox.addAll(notices))
    assert.deepEqual(await claim(pool, 10, now), notices)
  }),

  withPool('outbox: nothing comes out of an empty one', async (pool) => {
    await valueOf(pool.outbox.addAll([]))
    assert.deepEqual(await claim(pool, 10, now), [])
  }),

  withPool('outbox: the oldest come out first, no more than asked for', async (pool) => {
    // Neither their ids nor the order of their coming gives the order away.
    const added = [3, 0, 4, 2, 1].map((age) => aNotice(user, { createdAt: madeAt + age }))
    const notices = added.toSorted((one, other) => one.createdAt - other.createdAt)
    await valueOf(pool.outbox.addAll(added))
    assert.deepEqual(await claim(pool, 0, now), [])
    assert.deepEqual(await claim(pool, -1, now), [])
    assert.deepEqual(idsOf(await claim(pool, 2, now)), idsOf(notices.slice(0, 2)))
    assert.deepEqual(idsOf(await claim(pool, 10, now)), idsOf(notices.slice(2)))
  }),

  withPool('outbox: a claimed notice is hidden until its lease runs out', async (pool) => {
    const notice = aNotice(user)
    await valueOf(pool.outbox.addAll([notice]))
    assert.deepEqual(await claim(pool, 10, now), [notice])
    assert.deepEqual(await claim(pool, 10, now + lease - 1), [])
    assert.deepEqual(await claim(pool, 10, now + lease), [notice])
    assert.deepEqual(await claim(pool, 10, now + lease), [])
  }),

  withPool('outbox: callers at one moment never get the same notice', async (pool) => {
    const notices = Array.from({ length: 50 }, () => aNotice(user))
    await valueOf(pool.outbox.addAll(notices))
    const claims = await Promise.all(Array.from({ length: 16 }, () => claim(pool, 4, now)))
    sameRecords(idsOf(claims.flat()), idsOf(notices), String)
  }),

  withPool('outbox: one transaction never gets the same notice twice', async (pool) => {
    const notices = [aNotice(user), aNotice(user, { createdAt: madeAt + 1 })]
    await valueOf(pool.outbox.addAll(notices))
    const twice = await valueOf(
      pool.atomically(({ outbox }) =>
        outbox
          .claim(1, now, now + lease)
          .andThen((one) => outbox.claim(9, now, now + lease).map((other) => [one, other])),
      ),
    )
    assert.deepEqual(twice, [notices.slice(0, 1), notices.slice(1)])
  }),

  withPool('outbox: what is sent is never claimed again', async (pool) => {
    const [sent, waiting] = [aNotice(user), aNotice(user)]
    await valueOf(pool.outbox.addAll([sent, waiting]))
    await claim(pool, 10, now)
    await valueOf(pool.outbox.markSent(sent.id, now + 1))
    assert.deepEqual(await claim(pool, 10, now + lease), [waiting])
  }),

  withPool('outbox: what a sender sent after its lease ran out is sent all the same', async (pool) => {
    const notice = aNotice(user)
    await valueOf(pool.outbox.addAll([notice]))
    await claim(pool, 1, now)
    await claim(pool, 1, now + lease)
    await valueOf(pool.outbox.markSent(notice.id, now + lease + 1))
    await valueOf(pool.outbox.markSent(notice.id, now + lease + 2))
    assert.deepEqual(await claim(pool, 1, now + 10 * lease), [])
  }),

  withPool('outbox: marking an unknown notice as sent changes nothing', async (pool) => {
    const notice = aNotice(user)
    await valueOf(pool.outbox.addAll([notice]))
    await valueOf(pool.outbox.markSent('nothing', now))
    assert.deepEqual(await claim(pool, 10, now), [notice])
  }),

  withPool('outbox: a second notice of one id is refused, and its whole call with it', async (pool) => {
    const notice = aNotice(user)
    await valueOf(pool.outbox.addAll([notice]))
    await isUnavailable(pool.outbox.addAll([aNotice(user), aNotice(user, { id: notice.id })]))
    assert.deepEqual(await claim(pool, 10, now), [notice])
  }),
]
