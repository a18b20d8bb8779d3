import assert from 'node:assert/strict'
import type { AttemptKind, Instant, Stores } from '@keepsake/domain'
import { codeHardStop } from '@keepsake/domain/rules'
import { errAsync, fromSafePromise } from 'neverthrow'
import { alikeTexts } from './alike-texts.ts'
import { errorOf, valueOf, withPool, type StorageCase } from './case.ts'
import { backoff, make, refusedUntil, reserve, useUp } from './make-attempts.ts'
import { madeAt } from './records.ts'

const now = madeAt
const { free, forgetAfterMs } = backoff

/** As a record, so that a missing kind is a type error. */
const everyKind: Readonly<Record<AttemptKind, true>> = {
  password: true,
  'password-of-strangers': true,
  'password-of-network': true,
  'password-of-device': true,
  'password-repeated': true,
  'password-repeated-of-strangers': true,
  'password-repeated-of-network': true,
  'authenticator-code': true,
  'recovery-code': true,
  'password-reset': true,
}
const kinds = Object.keys(everyKind) as readonly AttemptKind[]

/** Makes one attempt on each of this many keys, which are used at no other time. */
const makeOneEach = async (stores: Stores, keys: number, at: Instant): Promise<void> => {
  for (let index = 0; index < keys; index += 1) await make(stores, 1, at, { key: `${at} ${index}` })
}

export const attemptCases: readonly StorageCase[] = [
  withPool('attempts: a key that is cleared begins anew, and no other one', async (pool) => {
    for (const key of ['key', 'other']) await useUp(pool, now, { key })
    await useUp(pool, now, { kind: 'authenticator-code' })
    await valueOf(pool.attempts.clear('password', 'key'))
    assert.deepEqual(await reserve(pool, now, { key: 'other' }), refusedUntil(now + 1000))
    assert.deepEqual(await reserve(pool, now, { kind: 'authenticator-code' }), refusedUntil(now + 1000))
    await useUp(pool, now)
  }),

  withPool('attempts: clearing a key that has none does nothing', async (pool) => {
    await valueOf(pool.attempts.clear('password', 'key'))
    await useUp(pool, now)
  }),

  withPool('attempts: kinds never meet', async (pool) => {
    for (const kind of kinds) await useUp(pool, now, { kind })
    for (const kind of kinds) {
      await valueOf(pool.attempts.clear(kind, 'key'))
      await useUp(pool, now, { kind })
    }
  }),

  withPool('attempts: keys are compared byte by byte', async (pool) => {
    for (const key of alikeTexts) await useUp(pool, now, { key })
  }),

  withPool('attempts: clearing away what is forgotten touches nothing else', async (pool) => {
    await make(pool, 10, now, { key: 'stopped', by: codeHardStop })
    await makeOneEach(pool, 40, now)
    await make(pool, free, now + 1, { key: 'kept' })
    await makeOneEach(pool, 40, now + forgetAfterMs)
    assert.equal((await reserve(pool, now + forgetAfterMs, { key: 'stopped' })).granted, false)
    await make(pool, 1, now + forgetAfterMs, { key: 'kept' })
    assert.equal((await reserve(pool, now + forgetAfterMs, { key: 'kept' })).granted, false)
    await useUp(pool, now + forgetAfterMs, { key: `${now} 0` })
  }),

  withPool('attempts: one that is forgotten and not yet cleared away counts no more', async (pool) => {
    await valueOf(pool.atomically((stores) => fromSafePromise(makeOneEach(stores, 500, now))))
    await useUp(pool, now + 1)
    await useUp(pool, now + 1 + forgetAfterMs)
  }),

  withPool('attempts: what a transaction that fails has counted or cleared is undone', async (pool) => {
    await useUp(pool, now, { key: 'other' })
    const undone = { kind: 'undone' } as const
    const error = await errorOf(
      pool.atomically(({ attempts }) =>
        attempts
          .reserve('password', 'key', backoff, now)
          .andThen(() => attempts.clear('password', 'other'))
          .andThen(() => errAsync(undone)),
      ),
    )
    assert.equal(error, undone)
    await useUp(pool, now)
    assert.deepEqual(await reserve(pool, now, { key: 'other' }), refusedUntil(now + 1000))
  }),
]
