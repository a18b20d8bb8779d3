import assert from 'node:assert/strict'
import { sealed, userPoolId, type PoolKey } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { atOnce, count, errorOf, valueOf, withPool, withStorage, type StorageCase } from './case.ts'
import { madeAt, newId } from './records.ts'

/** A key that seals nothing. */
const aKey = (over: Partial<PoolKey> = {}): PoolKey => ({
  id: newId(),
  purpose: 'digest',
  secret: sealed(`v1.key-1.nonce.${newId()}.tag`),
  createdAt: madeAt,
  ...over,
})

/** The keys that a pool has for as long as it exists. */
export const poolKeyCases: readonly StorageCase[] = [
  withPool(
    'pool keys: a pool has none before one is added, and that one from then on',
    async ({ poolKeys }) => {
      assert.equal(await valueOf(poolKeys.find('digest')), undefined)
      const [first, second] = [aKey(), aKey()]
      assert.deepEqual(await valueOf(poolKeys.addFirst(first)), first)
      assert.deepEqual(await valueOf(poolKeys.addFirst(second)), first)
      assert.deepEqual(await valueOf(poolKeys.addFirst(first)), first)
      assert.deepEqual(await valueOf(poolKeys.find('digest')), first)
    },
  ),

  withPool(
    'pool keys: of many that are added at one moment one stays, and all are told which',
    async (pool) => {
      const keys = Array.from({ length: 32 }, () => aKey())
      const told = await atOnce(keys.length, (index) => pool.poolKeys.addFirst(keys[index] ?? aKey()))
      const kept = await valueOf(pool.poolKeys.find('digest'))
      assert.ok(keys.some(({ id }) => id === kept?.id))
      assert.deepEqual(
        told,
        told.map(() => kept),
      )
    },
  ),

  withPool(
    'pool keys: a key is sealed anew once, and nothing else of it is another',
    async ({ poolKeys }) => {
      const [key, to] = [aKey(), sealed('v1.key-2.nonce.ciphertext.tag')]
      assert.equal(await valueOf(poolKeys.reseal(key.id, key.secret, to)), 'overtaken')
      await valueOf(poolKeys.addFirst(key))
      assert.equal(await valueOf(poolKeys.reseal('nothing', key.secret, to)), 'overtaken')
      const outcomes = await atOnce(8, () => poolKeys.reseal(key.id, key.secret, to))
      assert.deepEqual([count(outcomes, 'resealed'), count(outcomes, 'overtaken')], [1, 7])
      assert.deepEqual(await valueOf(poolKeys.find('digest')), { ...key, secret: to })
    },
  ),

  withPool('pool keys: one of a transaction that fails is not there', async (pool) => {
    const [undone, key] = [aKey(), aKey()]
    const failed = { kind: 'undone' } as const
    const work = pool.atomically(({ poolKeys }) => poolKeys.addFirst(undone).andThen(() => errAsync(failed)))
    assert.equal(await errorOf(work), failed)
    assert.deepEqual(await valueOf(pool.poolKeys.addFirst(key)), key)
  }),

  withStorage('pool keys: each pool has its own', async (storage) => {
    const [one, two] = ['pool', 'pool-2'].map((id) => storage.inPool(userPoolId(id)).poolKeys)
    if (one === undefined || two === undefined) throw new Error('unreachable')
    const [key, other] = [aKey({ id: 'key' }), aKey({ id: 'key' })]
    await valueOf(one.addFirst(key))
    assert.equal(await valueOf(two.find('digest')), undefined)
    await valueOf(two.addFirst(other))
    const to = sealed('v1.key-2.nonce.ciphertext.tag')
    assert.equal(await valueOf(one.reseal('key', other.secret, to)), 'overtaken')
    assert.equal(await valueOf(one.reseal('key', key.secret, to)), 'resealed')
    assert.deepEqual(await valueOf(two.find('digest')), other)
  }),
]
