import assert from 'node:assert/strict'
import { userId, type OutboxItem, type PoolStorage } from '@keepsake/domain'
import { isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { busy, claimOf, events, notices, refused, type OutboxKind } from './one-of-each.ts'
import { madeAt, newId } from './records.ts'

const user = userId('user-1')
const [now, lease] = [madeAt + 1_000, 60_000]

const idsOf = (items: readonly OutboxItem[]): readonly string[] => items.map(({ id }) => id)

const casesOf = <Item extends OutboxItem>(kind: OutboxKind<Item>): readonly StorageCase[] => {
  const { holds, of, anItem } = kind
  const named = (promise: string): string => `outbox of ${holds}: ${promise}`

  /** An item about a user who has no other item. */
  const aLoneItem = (over: Partial<Pick<OutboxItem, 'createdAt'>> = {}): Item => anItem(userId(newId()), over)

  const claim = (pool: PoolStorage, limit: number, at: number): Promise<readonly Item[]> =>
    valueOf(claimOf(kind, pool, limit, at, at + lease).map((claimed) => claimed.map(({ item }) => item)))

  return [
    withPool(named('nothing comes out of an empty one'), async (pool) => {
      await valueOf(of(pool).addAll([]))
      assert.deepEqual(await claim(pool, 10, now), [])
    }),

    withPool(named('those that have waited longest come out first, no more than asked for'), async (pool) => {
      // Neither the ids nor the order of adding reveals the right order.
      const added = [3, 0, 4, 2, 1].map((age) => aLoneItem({ createdAt: madeAt + age }))
      const items = added.toSorted((one, other) => one.createdAt - other.createdAt)
      await valueOf(of(pool).addAll(added))
      assert.deepEqual(await claim(pool, 0, now), [])
      assert.deepEqual(await claim(pool, -1, now), [])
      assert.deepEqual(idsOf(await claim(pool, 2, now)), idsOf(items.slice(0, 2)))
      assert.deepEqual(idsOf(await claim(pool, 10, now)), idsOf(items.slice(2)))
    }),

    withPool(named('one that was put off holds up no other'), async (pool) => {
      const [first, second] = [aLoneItem(), aLoneItem({ createdAt: madeAt + 1 })]
      await valueOf(of(pool).addAll([first, second]))
      await claim(pool, 1, now)
      await valueOf(of(pool).postpone(first.id, 1, now + 1, busy))
      assert.deepEqual(idsOf(await claim(pool, 1, now + 1)), [second.id])
      assert.deepEqual(idsOf(await claim(pool, 1, now + 1)), [first.id])
    }),

    withPool(named('a claimed item is hidden until its lease runs out'), async (pool) => {
      const item = anItem(user)
      await valueOf(of(pool).addAll([item]))
      assert.deepEqual(await claim(pool, 10, now), [item])
      assert.deepEqual(await claim(pool, 10, now + lease - 1), [])
      assert.deepEqual(await claim(pool, 10, now + lease), [item])
      assert.deepEqual(await claim(pool, 10, now + lease), [])
    }),

    withPool(named('attempts are counted as they begin'), async (pool) => {
      const item = anItem(user)
      await valueOf(of(pool).addAll([item]))
      for (const attempt of [1, 2, 3])
        assert.deepEqual(await valueOf(claimOf(kind, pool, 1, now + attempt, now + attempt)), [
          { item, attempt },
        ])
    }),

    withPool(named('callers at one moment never get the same item'), async (pool) => {
      const items = Array.from({ length: 50 }, () => aLoneItem())
      await valueOf(of(pool).addAll(items))
      const claims = await Promise.all(Array.from({ length: 16 }, () => claim(pool, 4, now)))
      const rest = await claim(pool, 50, now)
      sameRecords(idsOf([...claims.flat(), ...rest]), idsOf(items), String)
    }),

    withPool(named('one transaction never gets the same item twice'), async (pool) => {
      const items = [aLoneItem(), aLoneItem({ createdAt: madeAt + 1 })]
      await valueOf(of(pool).addAll(items))
      const twice = await valueOf(
        pool.atomically((stores) =>
          claimOf(kind, stores, 1, now, now + lease).andThen((one) =>
            claimOf(kind, stores, 9, now, now + lease).map((other) => [...one, ...other]),
          ),
        ),
      )
      assert.deepEqual(
        twice.map(({ item }) => item),
        items,
      )
    }),

    withPool(named('what waits about one user comes one by one, in its order'), async (pool) => {
      const [first, second, third] = [0, 1, 2].map((age) => anItem(user, { createdAt: madeAt + age }))
      const other = aLoneItem({ createdAt: madeAt + 3 })
      if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable')
      await valueOf(of(pool).addAll([third, other, second, first]))
      assert.deepEqual(idsOf(await claim(pool, 10, now)), [first.id, other.id])
      await valueOf(of(pool).postpone(first.id, 1, now + 2 * lease, busy))
      assert.deepEqual(idsOf(await claim(pool, 10, now + 1)), [])
      await valueOf(of(pool).markSent(first.id, now + 2))
      assert.deepEqual(idsOf(await claim(pool, 10, now + 2)), [second.id])
      await valueOf(of(pool).bury(second.id, 1, now + 3, refused))
      assert.deepEqual(idsOf(await claim(pool, 10, now + 3)), [third.id])
    }),

    withPool(named('what is sent is never claimed again'), async (pool) => {
      const [sent, waiting] = [aLoneItem(), aLoneItem()]
      await valueOf(of(pool).addAll([sent, waiting]))
      await claim(pool, 10, now)
      await valueOf(of(pool).markSent(sent.id, now + 1))
      assert.deepEqual(await claim(pool, 10, now + lease), [waiting])
    }),

    withPool(named('what a sender sent after its lease ran out is sent all the same'), async (pool) => {
      const item = anItem(user)
      await valueOf(of(pool).addAll([item]))
      await claim(pool, 1, now)
      await claim(pool, 1, now + lease)
      await valueOf(of(pool).markSent(item.id, now + lease + 1))
      await valueOf(of(pool).markSent(item.id, now + lease + 2))
      assert.deepEqual(await claim(pool, 1, now + 10 * lease), [])
    }),

    withPool(named('marking an unknown item as sent changes nothing'), async (pool) => {
      const item = anItem(user)
      await valueOf(of(pool).addAll([item]))
      await valueOf(of(pool).markSent('nothing', now))
      assert.deepEqual(await claim(pool, 10, now), [item])
    }),

    withPool(named('a second item of one id is refused, and its whole call with it'), async (pool) => {
      const item = anItem(user)
      await valueOf(of(pool).addAll([item]))
      await isUnavailable(of(pool).addAll([anItem(user), anItem(user, { id: item.id })]))
      assert.deepEqual(await claim(pool, 10, now), [item])
    }),
  ]
}

export const outboxCases: readonly StorageCase[] = [...casesOf(notices), ...casesOf(events)]
