import assert from 'node:assert/strict'
import type { Allowance, AttemptKind, Backoff, Stores } from '@keepsake/domain'
import { marksKept } from '@keepsake/domain/rules'
import { errAsync } from 'neverthrow'
import { atOnce, errorOf, valueOf, withPool, type StorageCase } from './case.ts'
import { backoff, granted, make, refusedUntil, reserve, useUp } from './make-attempts.ts'
import { madeAt } from './records.ts'

const now = madeAt
const allowance: Allowance = { most: 5, refillMs: 1000 }

/** Which attempt it is, if it is not one at a password on the usual key. */
type Of = { readonly kind?: AttemptKind; readonly by?: Backoff | Allowance; readonly at?: number }

/** Makes an attempt that can be taken back; it must be granted. */
const mark = async (stores: Stores, name: string, given: Of = {}): Promise<void> => {
  const { kind = 'password', by = backoff, at = now } = given
  assert.deepEqual(await valueOf(stores.attempts.reserve(kind, 'key', by, at, name)), granted)
}

const takeBack = (
  stores: Stores,
  name: string,
  given: Of & { readonly key?: string } = {},
): Promise<void> => {
  const { kind = 'password', by = backoff, at = now, key = 'key' } = given
  return valueOf(stores.attempts.takeBack(kind, key, name, by, at))
}

export const takenBackCases: readonly StorageCase[] = [
  withPool('attempts: one that is taken back does not count, and leaves no wait', async (pool) => {
    await make(pool, backoff.free - 1, now)
    await mark(pool, 'last')
    assert.deepEqual(await reserve(pool, now), refusedUntil(now + 1000))
    await takeBack(pool, 'last')
    await make(pool, 1, now)
    assert.deepEqual(await reserve(pool, now), refusedUntil(now + 1000))
    await mark(pool, 'later', { at: now + 1000 })
    await takeBack(pool, 'later', { at: now + 1001 })
    await make(pool, 1, now + 1001)
    assert.deepEqual(await reserve(pool, now + 1001), refusedUntil(now + 3001))
  }),

  withPool('attempts: one is taken back once, and the others stay counted', async (pool) => {
    await mark(pool, 'one')
    await make(pool, backoff.free - 1, now)
    for (let time = 0; time < 3; time += 1) await takeBack(pool, 'one')
    await make(pool, 1, now)
    assert.deepEqual(await reserve(pool, now), refusedUntil(now + 1000))
  }),

  withPool('attempts: calls at one moment take each back once', async (pool) => {
    const names = Array.from({ length: 4 }, (_, index) => `mark-${index}`)
    for (const name of names) await mark(pool, name)
    await Promise.all(names.flatMap((name) => [takeBack(pool, name), takeBack(pool, name)]))
    await useUp(pool, now)
  }),

  withPool('attempts: none is taken back that was not counted', async (pool) => {
    await useUp(pool, now)
    await takeBack(pool, 'never made')
    await valueOf(pool.attempts.reserve('password', 'key', backoff, now, 'refused'))
    await takeBack(pool, 'refused')
    await takeBack(pool, 'never made', { key: 'nothing was counted on it' })
    assert.deepEqual(await reserve(pool, now), refusedUntil(now + 1000))
  }),

  withPool('attempts: one is taken back from its own key and kind alone', async (pool) => {
    await mark(pool, 'mark')
    await make(pool, backoff.free - 1, now)
    await takeBack(pool, 'mark', { kind: 'authenticator-code' })
    await takeBack(pool, 'mark', { key: 'other' })
    assert.deepEqual(await reserve(pool, now), refusedUntil(now + 1000))
  }),

  withPool(
    'attempts: none of a row that was cleared or forgotten is taken back from the next',
    async (pool) => {
      await mark(pool, 'cleared')
      await valueOf(pool.attempts.clear('password', 'key'))
      await make(pool, 1, now)
      await takeBack(pool, 'cleared')
      await mark(pool, 'forgotten')
      const later = now + backoff.forgetAfterMs
      await make(pool, 1, later)
      await takeBack(pool, 'forgotten', { at: later })
      await make(pool, backoff.free - 1, later)
      assert.deepEqual(await reserve(pool, later), refusedUntil(later + 1000))
    },
  ),

  withPool('attempts: the newest of a row can be taken back', async (pool) => {
    const wide = { ...backoff, free: 100 }
    for (let index = 0; index < 100; index += 1) await mark(pool, `mark-${index}`, { by: wide })
    for (let index = 0; index < 100; index += 1) await takeBack(pool, `mark-${index}`, { by: wide })
    const answers = await atOnce(64, () => pool.attempts.reserve('password', 'key', wide, now))
    assert.equal(answers.filter((answer) => answer.granted).length, marksKept)
  }),

  withPool('allowances: an attempt that is taken back is granted again, once', async (pool) => {
    const of = { kind: 'password-of-network', by: allowance } as const
    await mark(pool, 'one', of)
    await make(pool, allowance.most - 1, now, of)
    for (let time = 0; time < 3; time += 1) await takeBack(pool, 'one', of)
    await make(pool, 1, now, of)
    assert.deepEqual(await reserve(pool, now, of), refusedUntil(now + 1000))
  }),

  withPool('attempts: what a transaction that fails has taken back is undone', async (pool) => {
    await make(pool, backoff.free - 1, now)
    await mark(pool, 'last')
    await errorOf(
      pool.atomically(({ attempts }) =>
        attempts
          .takeBack('password', 'key', 'last', backoff, now)
          .andThen(() => errAsync({ kind: 'undone' } as const)),
      ),
    )
    assert.deepEqual(await reserve(pool, now), refusedUntil(now + 1000))
  }),
]
