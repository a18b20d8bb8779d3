import assert from 'node:assert/strict'
import type { Allowance, Stores } from '@keepsake/domain'
import { networkAllowance } from '@keepsake/domain/rules'
import { errAsync } from 'neverthrow'
import { atOnce, count, errorOf, valueOf, withPool, type StorageCase } from './case.ts'
import { backoff, make, refusedUntil, reserve, useUp } from './make-attempts.ts'
import { madeAt } from './records.ts'

const now = madeAt
const by: Allowance = { most: 5, refillMs: 1000 }
const kind = 'password-of-network'
const on = { kind, by } as const

const giveBack = (stores: Stores, attempts: number, at = now, key = 'key'): Promise<void> =>
  valueOf(stores.attempts.giveBack(kind, key, attempts, by, at))

/** Draws until nothing is left, and answers how many draws succeeded. */
const drawAll = async (stores: Stores, at = now): Promise<number> => {
  let drawn = 0
  while ((await reserve(stores, at, on)).granted) drawn += 1
  return drawn
}

export const allowanceCases: readonly StorageCase[] = [
  withPool('allowances: so many are granted at one moment, and one more at each refill', async (pool) => {
    await make(pool, by.most, now, on)
    assert.deepEqual(await reserve(pool, now, on), refusedUntil(now + 1000))
    assert.deepEqual(await reserve(pool, now + 999, on), refusedUntil(now + 1000))
    await make(pool, 1, now + 1000, on)
    assert.deepEqual(await reserve(pool, now + 1000, on), refusedUntil(now + 2000))
    assert.equal(await drawAll(pool, now + 4500), 3)
    assert.equal(await drawAll(pool, now + 60_000), by.most)
  }),

  withPool('allowances: of calls at one moment as many are granted as there are', async (pool) => {
    for (let round = 0; round < 5; round += 1) {
      const answers = await atOnce(64, () => pool.attempts.reserve(kind, `key ${round}`, by, now))
      assert.equal(answers.filter((answer) => answer.granted).length, by.most)
    }
  }),

  withPool('allowances: what is given back is granted again, and no more than was drawn', async (pool) => {
    await make(pool, by.most, now, on)
    await giveBack(pool, 2)
    assert.equal(await drawAll(pool), 2)
    await giveBack(pool, 0)
    assert.equal(await drawAll(pool), 0)
    await giveBack(pool, 100)
    assert.equal(await drawAll(pool), by.most)
    await giveBack(pool, 3, now + 4000)
    assert.equal(await drawAll(pool, now + 4000), by.most)
  }),

  withPool('allowances: what is given back at one moment is given back whole', async (pool) => {
    const much: Allowance = { most: 100, refillMs: 1000 }
    await make(pool, much.most, now, { kind, by: much })
    await atOnce(64, () => pool.attempts.giveBack(kind, 'key', 1, much, now))
    let drawn = 0
    while ((await reserve(pool, now, { kind, by: much })).granted) drawn += 1
    assert.equal(drawn, 64)
  }),

  withPool('allowances: giving back touches no other key and no other kind', async (pool) => {
    await make(pool, by.most, now, on)
    await make(pool, by.most, now, { ...on, key: 'other' })
    await useUp(pool, now)
    await giveBack(pool, 5, now, 'nothing was drawn from it')
    await giveBack(pool, 5, now, 'other')
    assert.equal(await drawAll(pool), 0)
    assert.equal((await reserve(pool, now)).granted, false)
  }),

  withPool('allowances: what a clock far ahead has drawn does not count', async (pool) => {
    const usual = { kind, by: networkAllowance } as const
    await make(pool, networkAllowance.most, now + 365 * 24 * 60 * 60_000, usual)
    await make(pool, networkAllowance.most, now, usual)
    assert.equal((await reserve(pool, now, usual)).granted, false)
  }),

  withPool('allowances: what a transaction that fails has given back is undone', async (pool) => {
    await make(pool, by.most, now, on)
    const undone = { kind: 'undone' } as const
    await errorOf(
      pool.atomically(({ attempts }) =>
        attempts.giveBack(kind, 'key', 3, by, now).andThen(() => errAsync(undone)),
      ),
    )
    assert.equal(await drawAll(pool), 0)
  }),

  withPool('attempts: clearing a key tells how many there were, and one caller alone', async (pool) => {
    assert.equal(await valueOf(pool.attempts.clear('password', 'key')), 0)
    await make(pool, backoff.free - 1, now)
    const told = await atOnce(16, () => pool.attempts.clear('password', 'key'))
    assert.equal(count(told, 0), 15)
    assert.equal(count(told, backoff.free - 1), 1)
  }),
]
