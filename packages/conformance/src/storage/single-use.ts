import assert from 'node:assert/strict'
import type { SingleUseKind } from '@keepsake/domain'
import { atOnce, count, valueOf, withPool, type StorageCase } from './case.ts'
import { madeAt } from './records.ts'

const now = madeAt
const until = madeAt + 60_000
const kind = 'request-nonce' satisfies SingleUseKind

export const singleUseCases: readonly StorageCase[] = [
  withPool('single use: a key is spent once', async (pool) => {
    assert.equal(await valueOf(pool.singleUse.spend(kind, 'key', now, until)), 'first')
    assert.equal(await valueOf(pool.singleUse.spend(kind, 'key', now, until)), 'spent-before')
    assert.equal(await valueOf(pool.singleUse.spend(kind, 'Key', now, until)), 'first')
  }),

  withPool('single use: of calls at one moment for one key, one is the first', async (pool) => {
    for (let round = 0; round < 10; round += 1) {
      const answers = await atOnce(64, () => pool.singleUse.spend(kind, `key ${round}`, now, until))
      assert.equal(count(answers, 'first'), 1)
    }
  }),

  withPool('single use: a key is remembered up to the moment asked for', async (pool) => {
    await valueOf(pool.singleUse.spend(kind, 'key', now, until))
    for (let index = 0; index < 20; index += 1)
      await valueOf(pool.singleUse.spend(kind, `other ${index}`, now + index, now + index))
    assert.equal(await valueOf(pool.singleUse.spend(kind, 'key', until, until + 1)), 'spent-before')
  }),

  // A store may forget a key after its time, but need not.
  withPool('single use: a key whose time is over is spent at most once more', async (pool) => {
    await valueOf(pool.singleUse.spend(kind, 'key', now, until))
    const answers = await atOnce(64, () => pool.singleUse.spend(kind, 'key', until + 1, until + 2))
    assert.ok(count(answers, 'first') <= 1)
  }),

  withPool('single use: whether a key is spent is told without spending it', async (pool) => {
    const isSpent = (of: SingleUseKind, key: string, at: number): Promise<boolean> =>
      valueOf(pool.singleUse.isSpent(of, key, at))
    assert.equal(await isSpent(kind, 'key', now), false)
    assert.equal(await valueOf(pool.singleUse.spend(kind, 'key', now, until)), 'first')
    assert.deepEqual([await isSpent(kind, 'key', now), await isSpent(kind, 'key', until)], [true, true])
    assert.equal(await isSpent(kind, 'key', until + 1), false)
    assert.equal(await isSpent(kind, 'Key', now), false)
    assert.equal(await isSpent('sign-in-ticket', 'key', now), false)
  }),

  // The domain may get more kinds; a store must not rely on today's kinds.
  withPool('single use: a key spent as one kind is fresh as another', async (pool) => {
    const other = 'other-kind' as SingleUseKind
    await valueOf(pool.singleUse.spend(kind, 'key', now, until))
    assert.equal(await valueOf(pool.singleUse.spend(other, 'key', now, until)), 'first')
    assert.equal(await valueOf(pool.singleUse.spend(other, 'key', now, until)), 'spent-before')
  }),
]
