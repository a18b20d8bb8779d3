import assert from 'node:assert/strict'
import { userId, type AttemptFailure, type OutboxItem, type OutboxEntry } from '@keepsake/domain'
import { valueOf, withPool, type StorageCase } from './case.ts'
import {
  allEntries,
  busy,
  claimOf,
  events,
  itemsTriedAt,
  listEntries,
  notices,
  oneOfEach,
  refused,
  type OutboxKind,
} from './one-of-each.ts'
import { madeAt, newId } from './records.ts'
import { readableEntries } from './readable-records.ts'

const now = itemsTriedAt
const notAllowed = { failure: 'not-allowed' } as const

const idsOf = (entry: readonly OutboxEntry<OutboxItem>[]): readonly string[] =>
  entry.map(({ item }) => item.id)

const casesOf = <Item extends OutboxItem>(kind: OutboxKind<Item>): readonly StorageCase[] => {
  const { holds, of, anItem } = kind
  const named = (promise: string): string => `outbox of ${holds}: ${promise}`

  return [
    withPool(named('each is listed by its state, with what became of it'), async (pool) => {
      const { waiting, sent, dead } = await oneOfEach(pool, kind)
      assert.deepEqual(await listEntries(of(pool), 'waiting'), [
        {
          item: waiting,
          state: 'waiting',
          attempts: 1,
          dueAt: now + 60_000,
          ...busy,
        },
      ])
      const { secret: _, ...wiped } = sent
      assert.deepEqual(await listEntries(of(pool), 'sent'), [
        { item: wiped, state: 'sent', attempts: 1, sentAt: now + 2 },
      ])
      assert.deepEqual(await listEntries(of(pool), 'dead'), [
        { item: dead, state: 'dead', attempts: 1, diedAt: now + 3, ...refused },
      ])
    }),

    withPool(named('page by page, each is listed once'), async (pool) => {
      const items = [2, 0, 1, 1, 1, 0, 2].map((age) => anItem(userId(newId()), { createdAt: madeAt + age }))
      await valueOf(of(pool).addAll(items))
      const listed: OutboxEntry<Item>[] = []
      for (let page = 0; page < 4; page += 1) {
        const after = listed.at(-1)?.item
        const query = { state: 'waiting', limit: 2, ...(after !== undefined && { after }) } as const
        listed.push(...readableEntries<Item>(await valueOf(of(pool).list(query))))
      }
      const inOrder = items.toSorted(
        (one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1),
      )
      assert.deepEqual(
        idsOf(listed),
        inOrder.map(({ id }) => id),
      )
      assert.deepEqual(await valueOf(of(pool).list({ state: 'waiting', limit: 0 })), [])
    }),

    withPool(named('who has lost its lease to another decides nothing'), async (pool) => {
      const item = anItem(userId(newId()))
      await valueOf(of(pool).addAll([item]))
      await valueOf(claimOf(kind, pool, 1, now, now))
      await valueOf(claimOf(kind, pool, 1, now, now + 60_000))
      await valueOf(of(pool).postpone(item.id, 1, now, busy))
      await valueOf(of(pool).bury(item.id, 1, now, refused))
      assert.deepEqual(await listEntries(of(pool), 'waiting'), [
        { item, state: 'waiting', attempts: 2, dueAt: now + 60_000 },
      ])
    }),

    withPool(named('what is sent or dead is neither put off nor buried'), async (pool) => {
      const { sent, dead } = await oneOfEach(pool, kind)
      for (const { id } of [sent, dead]) {
        await valueOf(of(pool).postpone(id, 1, now, notAllowed))
        await valueOf(of(pool).bury(id, 1, now + 9, notAllowed))
      }
      assert.deepEqual(idsOf(await listEntries(of(pool), 'sent')), [sent.id])
      assert.deepEqual(
        (await listEntries(of(pool), 'dead')).map(({ diedAt, failure }) => [diedAt, failure]),
        [[now + 3, 'recipient-refused']],
      )
    }),

    withPool(named('a dead one that is redriven waits anew, with its secret'), async (pool) => {
      const { dead, sent, waiting } = await oneOfEach(pool, kind)
      assert.equal(await valueOf(of(pool).redrive([sent.id, waiting.id, 'nothing'], now)), 0)
      assert.equal(await valueOf(of(pool).redrive([dead.id], now)), 1)
      assert.equal(await valueOf(of(pool).redrive('all', now)), 0)
      assert.deepEqual(await valueOf(claimOf(kind, pool, 9, now, now + 1)), [{ item: dead, attempt: 1 }])
      assert.deepEqual(await listEntries(of(pool), 'dead'), [])
    }),

    withPool(named('all dead ones are redriven at a word'), async (pool) => {
      await oneOfEach(pool, kind)
      await oneOfEach(pool, kind)
      assert.equal(await valueOf(of(pool).redrive('all', now)), 2)
      const { waiting, sent, dead, oldestWaiting } = await valueOf(of(pool).summary())
      assert.deepEqual([waiting, sent, dead, oldestWaiting], [4, 2, 0, madeAt])
    }),

    withPool(named('why an attempt failed is that of the last one, and forgotten with it'), async (pool) => {
      const item = anItem(userId(newId()))
      await valueOf(of(pool).addAll([item]))
      const failed = async (attempt: number, why: AttemptFailure): Promise<unknown> => {
        await valueOf(claimOf(kind, pool, 1, now, now))
        await valueOf(of(pool).postpone(item.id, attempt, now, why))
        const [{ failure, reason } = {}] = await listEntries(of(pool), 'waiting')
        return { failure, reason }
      }
      assert.deepEqual(await failed(1, busy), busy)
      assert.deepEqual(await failed(2, notAllowed), { ...notAllowed, reason: undefined })
      assert.deepEqual(await failed(3, { ...busy, reason: 'a line é 邮箱已满' }), {
        ...busy,
        reason: 'a line é 邮箱已满',
      })
      await valueOf(of(pool).bury(item.id, 3, now, busy))
      await valueOf(of(pool).redrive('all', now))
      assert.deepEqual(await listEntries(of(pool), 'waiting'), [
        { item, state: 'waiting', attempts: 0, dueAt: now },
      ])
      await valueOf(claimOf(kind, pool, 1, now, now))
      await valueOf(of(pool).postpone(item.id, 1, now, busy))
      await valueOf(of(pool).markSent(item.id, now))
      const [sent] = await listEntries(of(pool), 'sent')
      assert.deepEqual([sent?.failure, sent?.reason], [undefined, undefined])
    }),

    withPool(named('those that are dropped are gone, and what was sent stays'), async (pool) => {
      const { waiting, sent, dead } = await oneOfEach(pool, kind)
      const other = anItem(userId(newId()))
      await valueOf(of(pool).addAll([other]))
      assert.equal(await valueOf(of(pool).drop([])), 0)
      assert.equal(await valueOf(of(pool).drop([waiting.id, sent.id, dead.id, 'nothing'])), 2)
      assert.deepEqual(idsOf(await allEntries(of(pool))), [other.id, sent.id])
    }),

    withPool(named('those sent before a moment are forgotten, and no others'), async (pool) => {
      await oneOfEach(pool, kind)
      assert.equal(await valueOf(of(pool).forgetSent(now + 2)), 0)
      assert.equal(await valueOf(of(pool).forgetSent(now + 3)), 1)
      const { waiting, sent, dead } = await valueOf(of(pool).summary())
      assert.deepEqual({ waiting, sent, dead }, { waiting: 1, sent: 0, dead: 1 })
    }),
  ]
}

export const outboxStateCases: readonly StorageCase[] = [...casesOf(notices), ...casesOf(events)]
