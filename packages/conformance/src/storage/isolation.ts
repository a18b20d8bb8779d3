import assert from 'node:assert/strict'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import {
  secondFactorIds,
  type SecondFactor,
  type SecondFactorsOvertaken,
  type Stores,
  type Unavailable,
} from '@keepsake/domain'
import { errAsync, fromSafePromise, okAsync, type ResultAsync } from 'neverthrow'
import { errorOf, valueOf, withPool, type StorageCase } from './case.ts'
import { aCredential, anEntry, aSecondFactor, entryOf } from './records.ts'
import { isThere, refused } from './rollback-work.ts'

/** What other callers see of a transaction, and can do, while it is under way. */
export const isolationCases: readonly StorageCase[] = [
  withPool('atomically: nobody else sees what is not committed', async (pool) => {
    const entry = anEntry()
    const gate = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    const work = pool.atomically((stores) =>
      stores.users.insertAll([entry]).andThen(() => {
        written.resolve()
        return fromSafePromise(gate.promise)
      }),
    )
    await written.promise
    const look = isThere(pool, entry)
    // A store may answer the earlier state, or let the reader wait until it can answer the later one.
    const early = await Promise.race([look, pause(50, false)])
    gate.resolve()
    await valueOf(work)
    await look
    assert.equal(early, false)
    assert.equal(await isThere(pool, entry), true)
  }),

  withPool('atomically: a reader never meets what is undone later', async (pool) => {
    const entry = anEntry()
    const seen: Promise<boolean>[] = []
    await errorOf(
      pool.atomically((stores) =>
        stores.users
          .insertAll([entry])
          .andThen(() => {
            seen.push(isThere(pool, entry))
            return fromSafePromise(pause(20))
          })
          .andThen(() => errAsync(refused)),
      ),
    )
    assert.deepEqual(await Promise.all(seen), [false])
  }),

  withPool(
    'atomically: a write from outside does not slip into a transaction that is undone',
    async (pool) => {
      const [inside, outside] = [anEntry(), anEntry()]
      const writes: Promise<void>[] = []
      await errorOf(
        pool.atomically((stores) =>
          stores.users
            .insertAll([inside])
            .andThen(() => {
              writes.push(valueOf(pool.users.insertAll([outside])))
              return fromSafePromise(pause(20))
            })
            .andThen(() => errAsync(refused)),
        ),
      )
      await Promise.all(writes)
      assert.deepEqual([await isThere(pool, inside), await isThere(pool, outside)], [false, true])
    },
  ),

  withPool(
    'atomically: of transactions at one moment that pause between their steps, each is whole',
    async (pool) => {
      const works = Array.from({ length: 24 }, (_, index) => ({ entry: anEntry(), fails: index % 3 === 0 }))
      await Promise.all(
        works.map(({ entry, fails }) =>
          pool.atomically((stores) =>
            stores.users
              .insertAll([entry])
              .andThen(() => fromSafePromise(nextTurn()))
              .andThen(() => stores.credentials.insertAll([aCredential(entry.user.id)]))
              .andThen(() => (fails ? errAsync(refused) : okAsync())),
          ),
        ),
      )
      for (const { entry, fails } of works) {
        const credentials = await valueOf(pool.credentials.findByUserIds([entry.user.id]))
        assert.deepEqual([await isThere(pool, entry), credentials.length], fails ? [false, 0] : [true, 1])
      }
    },
  ),

  withPool('atomically: a read and the write that rests on it are not parted', async (pool) => {
    const entry = anEntry()
    const { user } = entry
    await valueOf(pool.users.insertAll([entry]))
    await valueOf(pool.secondFactors.writeAll([{ from: [], to: aSecondFactor(user.id) }]))
    const aStepFurther = (set: SecondFactor): SecondFactor => ({
      ...set,
      authenticators: set.authenticators.map((each) => ({ ...each, lastStep: each.lastStep + 1 })),
    })
    const addOne = (stores: Stores): ResultAsync<unknown, SecondFactorsOvertaken | Unavailable> =>
      stores.secondFactors
        .findByUserIds([user.id])
        .andThen((found) => fromSafePromise(nextTurn()).map(() => found))
        .andThen((found) =>
          stores.secondFactors.writeAll(
            found.map((each) => ({ from: secondFactorIds(each), to: aStepFurther(each) })),
          ),
        )
    await Promise.all(Array.from({ length: 16 }, () => valueOf(pool.atomically(addOne))))
    const [found] = await valueOf(pool.secondFactors.findByUserIds([user.id]))
    assert.equal(found?.authenticators[0]?.lastStep, 16)
  }),

  withPool('atomically: a user who was read stays as read until the end', async (pool) => {
    const entry = anEntry({ tenantIds: ['t1'] })
    const { user } = entry
    await valueOf(pool.users.insertAll([entry]))
    const moved = entryOf({ ...user, version: 1, tenantIds: ['t2'] })
    let isMoved = false
    let move: Promise<void> | undefined
    // If an engine runs the work again, its last run counts.
    const [seen, wasMoved] = await valueOf(
      pool.atomically(({ users, credentials }) =>
        users
          .findByIds([user.id])
          .map(([found]) => found?.tenantIds)
          .andThen((tenantIds) => {
            move ??= valueOf(pool.users.updateAll([{ from: 0, to: moved }])).then(() => void (isMoved = true))
            return fromSafePromise(pause(30)).map(() => tenantIds)
          })
          .andThen((tenantIds) =>
            credentials.requireChange(user.id).map(() => [tenantIds, isMoved] as const),
          ),
      ),
    )
    await move
    assert.deepEqual(seen, wasMoved ? ['t2'] : ['t1'])
    const [found] = await valueOf(pool.users.findByIds([user.id]))
    assert.deepEqual(found?.tenantIds, ['t2'])
  }),
]
