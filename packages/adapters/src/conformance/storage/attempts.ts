import assert from 'node:assert/strict'
import { type AttemptKind, type Backoff, type Instant, type Reservation, type Stores } from '@keepsake/domain'
import { atOnce, valueOf, withPool, type StorageCase } from './case.ts'
import { madeAt } from './records.ts'

const now = madeAt
const kind: AttemptKind = 'password'
const key = 'key'

/** Five, then 1 s, 2 s, 4 s, 8 s and 10 s for ever after; forgotten after a minute. */
const backoff: Backoff = { free: 5, firstWaitMs: 1000, longestWaitMs: 10_000, forgetAfterMs: 60_000 }
const { free } = backoff

const granted: Reservation = { granted: true }
const until = (retryAt: Instant): Reservation => ({ granted: false, retryAt })

const reserve = ({ attempts }: Stores, at: Instant, by = backoff): Promise<Reservation> =>
  valueOf(attempts.reserve(kind, key, by, at))

/** Makes as many attempts at one moment; each must be granted. */
const makeAttempts = async (stores: Stores, times: number, at: Instant): Promise<void> => {
  for (let attempt = 0; attempt < times; attempt += 1) assert.deepEqual(await reserve(stores, at), granted)
}

const grantedAmong = (answers: readonly Reservation[]): number =>
  answers.filter((answer) => answer.granted).length

export const attemptCases: readonly StorageCase[] = [
  withPool('attempts: the free ones are granted at one moment, the next one waits', async (pool) => {
    await makeAttempts(pool, free, now)
    assert.deepEqual(await reserve(pool, now), until(now + 1000))
  }),

  withPool('attempts: of calls at one moment as many are granted as are free', async (pool) => {
    const answers = await atOnce(64, () => pool.attempts.reserve(kind, key, backoff, now))
    assert.equal(grantedAmong(answers), free)
    for (const answer of answers) assert.deepEqual(answer, answer.granted ? granted : until(now + 1000))
  }),

  withPool('attempts: a wait ends at its moment and not a millisecond before', async (pool) => {
    await makeAttempts(pool, free, now)
    assert.deepEqual(await reserve(pool, now + 999), until(now + 1000))
    assert.deepEqual(await reserve(pool, now + 1000), granted)
    assert.deepEqual(await reserve(pool, now + 2999), until(now + 3000))
  }),
]
