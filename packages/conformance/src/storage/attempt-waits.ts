import assert from 'node:assert/strict'
import type { Backoff, Stores } from '@keepsake/domain'
import {
  never,
  codeHardStop,
  passwordBackoff,
  resetRequestBackoff,
  strangerBackoff,
  waitAfter,
} from '@keepsake/domain/rules'
import { fromSafePromise } from 'neverthrow'
import { atOnce, valueOf, withPool, type StorageCase } from './case.ts'
import { backoff, granted, make, refusedUntil, reserve, useUp } from './make-attempts.ts'
import { madeAt } from './records.ts'

const now = madeAt
const { free, forgetAfterMs } = backoff

/** Makes each attempt as soon as it may be made, and checks that none may be made earlier. */
const walk = async (stores: Stores, by: Backoff): Promise<void> => {
  const on = { by, key: JSON.stringify(by) }
  let [at, inARow] = [now, 0]
  for (let attempt = 0; attempt < 200 && Number.isSafeInteger(at + by.forgetAfterMs); attempt += 1) {
    await make(stores, 1, at, on)
    inARow += 1
    const wait = waitAfter(inARow, by)
    if (wait > 0) assert.deepEqual(await reserve(stores, at + wait - 1, on), refusedUntil(at + wait))
    if (wait === by.forgetAfterMs) inARow = 0
    at += wait
  }
}

const backoffs: readonly Backoff[] = [
  passwordBackoff,
  strangerBackoff,
  codeHardStop,
  resetRequestBackoff,
  { free: 1, firstWaitMs: 1, longestWaitMs: 2 ** 40, forgetAfterMs: never },
  { free: 2, firstWaitMs: 7, longestWaitMs: 1001, forgetAfterMs: 5000 },
  { free: 3, firstWaitMs: 50, longestWaitMs: 49, forgetAfterMs: 50 },
  { free: 1, firstWaitMs: 0, longestWaitMs: 1000, forgetAfterMs: 1000 },
]

export const attemptWaitCases: readonly StorageCase[] = [
  withPool('attempts: the free ones are granted at one moment, and the next one waits', (pool) =>
    useUp(pool, now),
  ),

  withPool('attempts: of calls at one moment as many are granted as are free', async (pool) => {
    for (let round = 0; round < 5; round += 1) {
      const answers = await atOnce(64, () =>
        pool.attempts.reserve('authenticator-code', `key ${round}`, backoff, now),
      )
      assert.equal(answers.filter((answer) => answer.granted).length, free)
      for (const answer of answers)
        assert.deepEqual(answer, answer.granted ? granted : refusedUntil(now + 1000))
    }
  }),

  withPool('attempts: of calls at the moment at which a wait ends, one is granted', async (pool) => {
    await useUp(pool, now)
    const answers = await atOnce(64, () => pool.attempts.reserve('password', 'key', backoff, now + 1000))
    assert.equal(answers.filter((answer) => answer.granted).length, 1)
  }),

  withPool('attempts: a wait ends at its moment and not a millisecond before', async (pool) => {
    await useUp(pool, now)
    assert.deepEqual(await reserve(pool, now + 999), refusedUntil(now + 1000))
    await make(pool, 1, now + 1000)
    assert.deepEqual(await reserve(pool, now + 2999), refusedUntil(now + 3000))
    await make(pool, 1, now + 3000)
  }),

  withPool(
    'attempts: each wait is the one that the domain computes, up to the two hundredth',
    async (pool) => {
      // In one transaction each, so that a store that flushes every commit does not need a minute for it.
      for (const by of backoffs) await valueOf(pool.atomically((stores) => fromSafePromise(walk(stores, by))))
    },
  ),

  withPool('attempts: a hard stop ends at a moment that is told exactly', async (pool) => {
    const on = { by: codeHardStop }
    await make(pool, 10, now, on)
    assert.deepEqual(await reserve(pool, now, on), refusedUntil(now + never))
    assert.deepEqual(await reserve(pool, now + never - 1, on), refusedUntil(now + never))
  }),

  withPool('attempts: one that is refused changes nothing', async (pool) => {
    await useUp(pool, now)
    await atOnce(20, () => pool.attempts.reserve('password', 'key', backoff, now + 500))
    await make(pool, 1, now + 1000)
    assert.deepEqual(await reserve(pool, now + 1000), refusedUntil(now + 3000))
  }),

  withPool('attempts: they are forgotten so long after the last one', async (pool) => {
    for (const key of ['one', 'other']) await make(pool, free - 1, now, { key })
    await make(pool, 1, now + forgetAfterMs - 1, { key: 'one' })
    assert.deepEqual(
      await reserve(pool, now + forgetAfterMs, { key: 'one' }),
      refusedUntil(now + forgetAfterMs + 999),
    )
    await useUp(pool, now + forgetAfterMs, { key: 'other' })
  }),

  withPool('attempts: a refused one does not put off the forgetting', async (pool) => {
    const by = { ...backoff, firstWaitMs: forgetAfterMs, longestWaitMs: 2 * forgetAfterMs }
    await make(pool, free, now, { by })
    assert.deepEqual(await reserve(pool, now + forgetAfterMs - 1, { by }), refusedUntil(now + forgetAfterMs))
    await make(pool, free, now + forgetAfterMs, { by })
  }),

  withPool('attempts: a caller whose clock is behind gets the free ones all the same', async (pool) => {
    for (const behind of [0, 5, 3, 1000, 4]) await make(pool, 1, now - behind)
    assert.equal((await reserve(pool, now - 4)).granted, false)
  }),

  withPool('attempts: a wait is the one of the backoff that granted the last one', async (pool) => {
    await useUp(pool, now)
    const by = { free: 1, firstWaitMs: 3000, longestWaitMs: 3000, forgetAfterMs: 3000 }
    assert.deepEqual(await reserve(pool, now, { by }), refusedUntil(now + 1000))
    await make(pool, 1, now + 1000, { by })
    assert.deepEqual(await reserve(pool, now + 1000), refusedUntil(now + 4000))
    await useUp(pool, now + 4000)
  }),
]
