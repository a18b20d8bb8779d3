import assert from 'node:assert/strict'
import { userId, type PostedNotice } from '@keepsake/domain'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { listPosted, noticesTriedAt, oneOfEach } from './one-of-each.ts'
import { aNotice, madeAt, newId } from './records.ts'

const now = noticesTriedAt

const idsOf = (posted: readonly PostedNotice[]): readonly string[] => posted.map(({ notice }) => notice.id)

export const postedNoticeCases: readonly StorageCase[] = [
  withPool('posted notices: each is listed by its state, with what became of it', async (pool) => {
    const { waiting, sent, dead } = await oneOfEach(pool)
    assert.deepEqual(await listPosted(pool, 'waiting'), [
      {
        notice: waiting,
        state: 'waiting',
        attempts: 1,
        dueAt: now + 60_000,
        failure: 'sender-unavailable',
      },
    ])
    const { secret: _, ...wiped } = sent
    assert.deepEqual(await listPosted(pool, 'sent'), [
      { notice: wiped, state: 'sent', attempts: 1, sentAt: now + 2 },
    ])
    assert.deepEqual(await listPosted(pool, 'dead'), [
      { notice: dead, state: 'dead', attempts: 1, diedAt: now + 3, failure: 'recipient-refused' },
    ])
  }),

  withPool('posted notices: they are counted, and the oldest that waits is told', async (pool) => {
    assert.deepEqual(await valueOf(pool.outbox.summary()), { waiting: 0, sent: 0, dead: 0 })
    await oneOfEach(pool)
    await valueOf(pool.outbox.addAll([aNotice(userId(newId()), { createdAt: madeAt + 9 })]))
    assert.deepEqual(await valueOf(pool.outbox.summary()), {
      waiting: 2,
      sent: 1,
      dead: 1,
      oldestWaiting: madeAt,
    })
  }),

  withPool('posted notices: page by page, each is listed once', async (pool) => {
    const notices = [2, 0, 1, 1, 1, 0, 2].map((age) => aNotice(userId(newId()), { createdAt: madeAt + age }))
    await valueOf(pool.outbox.addAll(notices))
    const listed: PostedNotice[] = []
    for (let page = 0; page < 4; page += 1) {
      const after = listed.at(-1)?.notice
      const query = { state: 'waiting', limit: 2, ...(after !== undefined && { after }) } as const
      listed.push(...(await valueOf(pool.outbox.list(query))))
    }
    const inOrder = notices.toSorted(
      (one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1),
    )
    assert.deepEqual(
      idsOf(listed),
      inOrder.map(({ id }) => id),
    )
    assert.deepEqual(await valueOf(pool.outbox.list({ state: 'waiting', limit: 0 })), [])
  }),

  withPool('posted notices: who has lost its lease to another decides nothing', async (pool) => {
    const notice = aNotice(userId(newId()))
    await valueOf(pool.outbox.addAll([notice]))
    await valueOf(pool.outbox.claim(1, now, now))
    await valueOf(pool.outbox.claim(1, now, now + 60_000))
    await valueOf(pool.outbox.postpone(notice.id, 1, now, 'sender-unavailable'))
    await valueOf(pool.outbox.bury(notice.id, 1, now, 'recipient-refused'))
    assert.deepEqual(await listPosted(pool, 'waiting'), [
      { notice, state: 'waiting', attempts: 2, dueAt: now + 60_000 },
    ])
  }),

  withPool('posted notices: what is sent or dead is neither put off nor buried', async (pool) => {
    const { sent, dead } = await oneOfEach(pool)
    for (const { id } of [sent, dead]) {
      await valueOf(pool.outbox.postpone(id, 1, now, 'not-allowed'))
      await valueOf(pool.outbox.bury(id, 1, now + 9, 'not-allowed'))
    }
    assert.deepEqual(idsOf(await listPosted(pool, 'sent')), [sent.id])
    assert.deepEqual(
      (await listPosted(pool, 'dead')).map(({ diedAt, failure }) => [diedAt, failure]),
      [[now + 3, 'recipient-refused']],
    )
  }),

  withPool('posted notices: a dead one that is redriven waits anew, with its secret', async (pool) => {
    const { dead, sent, waiting } = await oneOfEach(pool)
    assert.equal(await valueOf(pool.outbox.redrive([sent.id, waiting.id, 'nothing'], now)), 0)
    assert.equal(await valueOf(pool.outbox.redrive([dead.id], now)), 1)
    assert.equal(await valueOf(pool.outbox.redrive('all', now)), 0)
    assert.deepEqual(await valueOf(pool.outbox.claim(9, now, now + 1)), [{ notice: dead, attempt: 1 }])
    assert.deepEqual(await listPosted(pool, 'dead'), [])
  }),

  withPool('posted notices: all dead ones are redriven at a word', async (pool) => {
    await oneOfEach(pool)
    await oneOfEach(pool)
    assert.equal(await valueOf(pool.outbox.redrive('all', now)), 2)
    assert.deepEqual(await valueOf(pool.outbox.summary()), {
      waiting: 4,
      sent: 2,
      dead: 0,
      oldestWaiting: madeAt,
    })
  }),

  withPool('posted notices: those sent before a moment are forgotten, and no others', async (pool) => {
    await oneOfEach(pool)
    assert.equal(await valueOf(pool.outbox.forgetSent(now + 2)), 0)
    assert.equal(await valueOf(pool.outbox.forgetSent(now + 3)), 1)
    const { waiting, sent, dead } = await valueOf(pool.outbox.summary())
    assert.deepEqual({ waiting, sent, dead }, { waiting: 1, sent: 0, dead: 1 })
  }),
]
