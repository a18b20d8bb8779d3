import assert from 'node:assert/strict'
import { userPoolId, type PoolTrait } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { atOnce, count, errorOf, valueOf, withPool, withStorage, type StorageCase } from './case.ts'

const trait: PoolTrait = 'username-keys'

/** What the records of a pool were made with. */
export const traitCases: readonly StorageCase[] = [
  withPool('traits: what is claimed first stays', async (pool) => {
    assert.equal(await valueOf(pool.traits.claim(trait, 'exact')), 'exact')
    assert.equal(await valueOf(pool.traits.claim(trait, 'other')), 'exact')
    assert.equal(await valueOf(pool.traits.claim(trait, 'exact')), 'exact')
    // The domain may get more traits; a store must not rely on today's traits.
    assert.equal(await valueOf(pool.traits.claim('other' as PoolTrait, 'other')), 'other')
  }),

  withPool('traits: of claims at one moment, all answer one', async (pool) => {
    for (let round = 0; round < 10; round += 1) {
      const name = `trait ${round}` as PoolTrait
      const answers = await atOnce(64, (index) => pool.traits.claim(name, `value ${index}`))
      assert.equal(new Set(answers).size, 1)
      assert.equal(await valueOf(pool.traits.claim(name, 'later')), answers[0])
    }
  }),

  withPool('traits: a value replaces only the one that is named', async (pool) => {
    assert.equal(await valueOf(pool.traits.replace(trait, 'one', 'two')), 'overtaken')
    assert.equal(await valueOf(pool.traits.claim(trait, 'one')), 'one')
    assert.equal(await valueOf(pool.traits.replace(trait, 'other', 'two')), 'overtaken')
    assert.equal(await valueOf(pool.traits.replace(trait, 'one', 'two')), 'replaced')
    assert.equal(await valueOf(pool.traits.replace(trait, 'one', 'three')), 'overtaken')
    assert.equal(await valueOf(pool.traits.claim(trait, 'one')), 'two')
  }),

  withPool('traits: of replacements at one moment, one is made', async (pool) => {
    await valueOf(pool.traits.claim(trait, 'one'))
    const answers = await atOnce(64, (index) => pool.traits.replace(trait, 'one', `value ${index}`))
    assert.equal(count(answers, 'replaced'), 1)
    const index = answers.indexOf('replaced')
    assert.equal(await valueOf(pool.traits.claim(trait, 'later')), `value ${index}`)
  }),

  withPool('traits: what a transaction that fails has claimed or replaced is undone', async (pool) => {
    const claimed = pool.atomically(({ traits }) => traits.claim(trait, 'one').andThen(() => err('no')))
    assert.equal(await errorOf(claimed), 'no')
    assert.equal(await valueOf(pool.traits.claim(trait, 'two')), 'two')
    const replaced = pool.atomically(({ traits }) =>
      traits.replace(trait, 'two', 'three').andThen((answer) => (answer === 'replaced' ? err('no') : ok())),
    )
    assert.equal(await errorOf(replaced), 'no')
    assert.equal(await valueOf(pool.traits.claim(trait, 'four')), 'two')
  }),

  withStorage('traits: a pool has its own', async (storage) => {
    const [one, two] = [storage.inPool(userPoolId('pool')), storage.inPool(userPoolId('pool-2'))]
    assert.equal(await valueOf(one.traits.claim(trait, 'one')), 'one')
    assert.equal(await valueOf(two.traits.claim(trait, 'two')), 'two')
    assert.equal(await valueOf(two.traits.replace(trait, 'one', 'three')), 'overtaken')
    assert.equal(await valueOf(one.traits.claim(trait, 'other')), 'one')
  }),
]
