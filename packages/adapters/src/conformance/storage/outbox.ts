import assert from 'node:assert/strict'
import { userId, type ClaimedNotice, type Notice, type PoolStorage } from '@keepsake/domain'
import { isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { aNotice, madeAt, newId } from './records.ts'

const user = userId('user-1')
const [now, lease] = [madeAt + 1_000, 60_000]

const idsOf = (notices: readonly Notice[]): readonly string[] => notices.map((notice) => notice.id)

/** A notice of a user who has no other. */
const aLoneNotice = (over: Partial<Notice> = {}): Notice => aNotice(userId(newId()), over)

const claim = (pool: PoolStorage, limit: number, at: number): Promise<readonly Notice[]> =>
  valueOf(pool.outbox.claim(limit, at, at + lease).map((claimed) => claimed.map(({ notice }) => notice)))

const claimed = (notice: Notice, attempt: number): readonly ClaimedNotice[] => [{ notice, attempt }]

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

  withPool('outbox: those that have waited longest come out first, no more than asked for', async (pool) => {
    // Neither their ids nor the order of their coming gives the order away.
    const added = [3, 0, 4, 2, 1].map((age) => aLoneNotice({ createdAt: madeAt + age }))
    const notices = added.toSorted((one, other) => one.createdAt - other.createdAt)
    await valueOf(pool.outbox.addAll(added))
    assert.deepEqual(await claim(pool, 0, now), [])
    assert.deepEqual(await claim(pool, -1, now), [])
    assert.deepEqual(idsOf(await claim(pool, 2, now)), idsOf(notices.slice(0, 2)))
    assert.deepEqual(idsOf(await claim(pool, 10, now)), idsOf(notices.slice(2)))
  }),

  withPool('outbox: one that was put off holds up no other', async (pool) => {
    const [first, second] = [aLoneNotice(), aLoneNotice({ createdAt: madeAt + 1 })]
    await valueOf(pool.outbox.addAll([first, second]))
    await claim(pool, 1, now)
    await valueOf(pool.outbox.postpone(first.id, 1, now + 1, 'sender-unavailable'))
    assert.deepEqual(idsOf(await claim(pool, 1, now + 1)), [second.id])
    assert.deepEqual(idsOf(await claim(pool, 1, now + 1)), [first.id])
  }),

  withPool('outbox: a claimed notice is hidden until its lease runs out', async (pool) => {
    const notice = aNotice(user)
    await valueOf(pool.outbox.addAll([notice]))
    assert.deepEqual(await claim(pool, 10, now), [notice])
    assert.deepEqual(await claim(pool, 10, now + lease - 1), [])
    assert.deepEqual(await claim(pool, 10, now + lease), [notice])
    assert.deepEqual(await claim(pool, 10, now + lease), [])
  }),

  withPool('outbox: attempts are counted as they begin', async (pool) => {
    const notice = aNotice(user)
    await valueOf(pool.outbox.addAll([notice]))
    for (const attempt of [1, 2, 3])
      assert.deepEqual(
        await valueOf(pool.outbox.claim(1, now + attempt, now + attempt)),
        claimed(notice, attempt),
      )
  }),

  withPool('outbox: callers at one moment never get the same notice', async (pool) => {
    const notices = Array.from({ length: 50 }, () => aLoneNotice())
    await valueOf(pool.outbox.addAll(notices))
    const claims = await Promise.all(Array.from({ length: 16 }, () => claim(pool, 4, now)))
    const rest = await claim(pool, 50, now)
    sameRecords(idsOf([...claims.flat(), ...rest]), idsOf(notices), String)
  }),

  withPool('outbox: one transaction never gets the same notice twice', async (pool) => {
    const notices = [aLoneNotice(), aLoneNotice({ createdAt: madeAt + 1 })]
    await valueOf(pool.outbox.addAll(notices))
    const twice = await valueOf(
      pool.atomically(({ outbox }) =>
        outbox
          .claim(1, now, now + lease)
          .andThen((one) => outbox.claim(9, now, now + lease).map((other) => [...one, ...other])),
      ),
    )
    assert.deepEqual(
      twice.map(({ notice }) => notice),
      notices,
    )
  }),

  withPool("outbox: a user's notices of one channel come one by one, in their order", async (pool) => {
    const [first, second, third] = [0, 1, 2].map((age) => aNotice(user, { createdAt: madeAt + age }))
    const other = aNotice(user, { channel: 'sms', createdAt: madeAt + 3 })
    if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable')
    await valueOf(pool.outbox.addAll([third, other, second, first]))
    assert.deepEqual(idsOf(await claim(pool, 10, now)), [first.id, other.id])
    await valueOf(pool.outbox.postpone(first.id, 1, now + 2 * lease, 'sender-unavailable'))
    assert.deepEqual(idsOf(await claim(pool, 10, now + 1)), [])
    await valueOf(pool.outbox.markSent(first.id, now + 2))
    assert.deepEqual(idsOf(await claim(pool, 10, now + 2)), [second.id])
    await valueOf(pool.outbox.bury(second.id, 1, now + 3, 'recipient-refused'))
    assert.deepEqual(idsOf(await claim(pool, 10, now + 3)), [third.id])
  }),

  withPool('outbox: what is sent is never claimed again', async (pool) => {
    const [sent, waiting] = [aLoneNotice(), aLoneNotice()]
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
