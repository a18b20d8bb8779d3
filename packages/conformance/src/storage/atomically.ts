import assert from 'node:assert/strict'
import type { Backoff, Stores, Unavailable, UserEntry } from '@keepsake/domain'
import { codeHardStop } from '@keepsake/domain/rules'
import { err, errAsync, fromSafePromise, ok, okAsync, ResultAsync } from 'neverthrow'
import { errorOf, isUnavailable, valueOf, withPool, type StorageCase } from './case.ts'
import { claimOf, events, notices } from './one-of-each.ts'
import { aCredential, anEntry, anEvent, aNotice, aSecondFactor, madeAt } from './records.ts'
import { isThere, refused } from './rollback-work.ts'

const oneAttempt: Backoff = { ...codeHardStop, free: 1 }

/** Writes to every store at once. */
const bringIn = (stores: Stores, entry: UserEntry): ResultAsync<unknown, { kind: string } | Unavailable> => {
  const { user } = entry
  return stores.users
    .insertAll([entry])
    .andThen(() => stores.credentials.insertAll([aCredential(user.id)]))
    .andThen(() => stores.secondFactors.writeAll([{ from: [], to: aSecondFactor(user.id) }]))
    .andThen(() => stores.outbox.addAll([aNotice(user.id)]))
    .andThen(() => stores.events.addAll([anEvent(user.id)]))
    .andThen(() => stores.singleUse.spend('request-nonce', user.id, madeAt, madeAt + 1))
    .andThen(() => stores.attempts.reserve('password', user.id, oneAttempt, madeAt))
    .andThen(() => stores.knownNetworks.remember(user.id, 'network', madeAt, madeAt + 1))
}

/**
 * How much of the entry is there: how many of the eight stores know it. The call uses up the outboxes, the nonce and
 * the attempt.
 */
const traces = async (stores: Stores, { user, keys }: UserEntry): Promise<number> => {
  const spent = await valueOf(stores.singleUse.spend('request-nonce', user.id, madeAt, madeAt + 1))
  const reservation = await valueOf(stores.attempts.reserve('password', user.id, oneAttempt, madeAt))
  return [
    (await valueOf(stores.users.findHeld(keys))).length === keys.length,
    (await valueOf(stores.credentials.findByUserIds([user.id]))).length === 1,
    (await valueOf(stores.secondFactors.findByUserIds([user.id]))).length === 1,
    (await valueOf(claimOf(notices, stores, 1, madeAt, madeAt + 1))).length === 1,
    (await valueOf(claimOf(events, stores, 1, madeAt, madeAt + 1))).length === 1,
    spent === 'spent-before',
    !reservation.granted,
    await valueOf(stores.knownNetworks.isKnown(user.id, 'network', madeAt)),
  ].filter(Boolean).length
}

export const atomicallyCases: readonly StorageCase[] = [
  withPool(
    'atomically: work that succeeds stays, in every store, and its value is the answer',
    async (pool) => {
      const entry = anEntry()
      const answer = await valueOf(pool.atomically((stores) => bringIn(stores, entry).map(() => 'done')))
      assert.equal(answer, 'done')
      assert.equal(await traces(pool, entry), 8)
    },
  ),

  withPool('atomically: of work that fails nothing stays, and its error is the answer', async (pool) => {
    const entry = anEntry()
    const error = await errorOf(
      pool.atomically((stores) => bringIn(stores, entry).andThen(() => errAsync(refused))),
    )
    assert.equal(error, refused)
    assert.equal(await traces(pool, entry), 0)
  }),

  withPool('atomically: of work that throws, at once or later, nothing stays', async (pool) => {
    const entry = anEntry()
    const broken = new Error('broken')
    const thrower = (): never => {
      throw broken
    }
    for (const work of [
      thrower,
      (stores: Stores) => bringIn(stores, entry).map(thrower),
      (stores: Stores) =>
        bringIn(stores, entry).andThen(() => new ResultAsync<never, never>(Promise.reject(broken))),
    ]) {
      const error = await errorOf(pool.atomically(work))
      assert.deepEqual(error, { kind: 'unavailable', part: 'storage', cause: broken })
    }
    assert.equal(await traces(pool, entry), 0)
  }),

  withPool('atomically: the work sees what it has written', async (pool) => {
    const entry = anEntry()
    const seen = await valueOf(
      pool.atomically((stores) =>
        bringIn(stores, entry).andThen(() => fromSafePromise(traces(stores, entry))),
      ),
    )
    assert.equal(seen, 8)
  }),

  withPool('atomically: taken keys refuse the whole work', async (pool) => {
    const [held, fresh] = [anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([held]))
    const clashing = { ...anEntry(), keys: held.keys }
    const error = await errorOf(
      pool.atomically((stores) =>
        stores.users.insertAll([fresh]).andThen(() => stores.users.insertAll([clashing])),
      ),
    )
    assert.deepEqual(error, { kind: 'keys-taken', keys: held.keys })
    assert.deepEqual(await valueOf(pool.users.findByIds([fresh.user.id, clashing.user.id])), [])
  }),

  withPool('atomically: work that goes on after taken keys keeps all but that call', async (pool) => {
    const [held, before, after, partOfCall] = [anEntry(), anEntry(), anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([held]))
    const clashing = { ...anEntry(), keys: held.keys }
    await valueOf(
      pool.atomically((stores) =>
        stores.users
          .insertAll([before])
          .andThen(() => stores.users.insertAll([partOfCall, clashing]))
          .orElse((error) => (error.kind === 'keys-taken' ? ok() : err(error)))
          .andThen(() => stores.users.insertAll([after])),
      ),
    )
    const found = await Promise.all(
      [before, after, partOfCall, clashing].map((entry) => isThere(pool, entry)),
    )
    assert.deepEqual(found, [true, true, false, false])
    assert.deepEqual(await valueOf(pool.users.findHeld(partOfCall.keys)), [])
  }),

  withPool(
    'atomically: the stores of a transaction that has ended, in whatever way, answer no more',
    async (pool) => {
      const entry = anEntry()
      const kept: Stores[] = []
      const keep = (stores: Stores): ResultAsync<void, never> => {
        kept.push(stores)
        return okAsync()
      }
      await valueOf(pool.atomically(keep))
      await errorOf(pool.atomically((stores) => keep(stores).andThen(() => errAsync(refused))))
      await isUnavailable(
        pool.atomically((stores): ResultAsync<void, never> => {
          kept.push(stores)
          throw new Error('broken')
        }),
      )
      assert.equal(kept.length, 3)
      for (const stores of kept) {
        await isUnavailable(stores.users.insertAll([entry]))
        await isUnavailable(stores.users.findByIds([entry.user.id]))
      }
      assert.equal(await isThere(pool, entry), false)
    },
  ),
]
