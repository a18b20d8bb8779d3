import assert from 'node:assert/strict'
import { sourcesKept, userId, type Instant, type Stores } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { alikeTexts } from './alike-texts.ts'
import { atOnce, count, errorOf, valueOf, withPool, type StorageCase } from './case.ts'
import { madeAt } from './records.ts'

const now = madeAt
const until = madeAt + 60_000
const [user, other] = [userId('user'), userId('user-2')]

const remember = ({ knownSources }: Stores, source: string, to = until, of = user): Promise<void> =>
  valueOf(knownSources.remember(of, source, now, to))

const isKnown = ({ knownSources }: Stores, source: string, at = now, of = user): Promise<boolean> =>
  valueOf(knownSources.isKnown(of, source, at))

/** Those of `source 0`, `source 1` and so on that are known. */
const known = async (stores: Stores, among: number, at: Instant = now): Promise<readonly number[]> => {
  const answers = await atOnce(among, (index) => stores.knownSources.isKnown(user, `source ${index}`, at))
  return [...answers.keys()].filter((index) => answers[index])
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

export const knownSourceCases: readonly StorageCase[] = [
  withPool('known sources: one is known once it is remembered, to its user alone', async (pool) => {
    assert.equal(await isKnown(pool, 'source'), false)
    await remember(pool, 'source')
    assert.equal(await isKnown(pool, 'source'), true)
    assert.equal(await isKnown(pool, 'source', now, other), false)
  }),

  withPool('known sources: one is known up to and including the moment asked for', async (pool) => {
    await remember(pool, 'source')
    assert.equal(await isKnown(pool, 'source', until), true)
    assert.equal(await isKnown(pool, 'source', until + 1), false)
  }),

  withPool('known sources: one that is remembered again is known for the longer time', async (pool) => {
    for (const to of [until, until + 5, until + 1]) await remember(pool, 'source', to)
    assert.equal(await isKnown(pool, 'source', until + 5), true)
    assert.equal(await isKnown(pool, 'source', until + 6), false)
  }),

  withPool('known sources: they are compared byte by byte', async (pool) => {
    for (const source of alikeTexts) {
      assert.equal(await isKnown(pool, source), false)
      await remember(pool, source)
      assert.equal(await isKnown(pool, source), true)
    }
  }),

  withPool('known sources: of more than are kept, those that expire first go', async (pool) => {
    const most = sourcesKept + 3
    // In mixed order, so that the last one to come is one of those that are forgotten.
    const order = range(0, most).toSorted((one, two) => (one % 7) - (two % 7) || one - two)
    for (const index of [...order.filter((each) => each !== 1), 1])
      await remember(pool, `source ${index}`, until + index)
    assert.deepEqual(await known(pool, most), range(3, most))
  }),

  withPool('known sources: of those that expire at one moment, the newest is kept', async (pool) => {
    const upwards = range(0, 2 * sourcesKept).map((index) => `source ${100 + index}`)
    for (const [of, sources] of [
      [user, upwards],
      [other, upwards.toReversed()],
    ] as const) {
      for (const source of sources) {
        await remember(pool, source, until, of)
        assert.equal(await isKnown(pool, source, now, of), true)
      }
      const answers = await Promise.all(sources.map((source) => isKnown(pool, source, now, of)))
      assert.equal(count(answers, true), sourcesKept)
    }
  }),

  withPool('known sources: one that is remembered again pushes out no other', async (pool) => {
    for (const index of range(0, sourcesKept)) await remember(pool, `source ${index}`, until + index)
    for (const index of range(1, 50)) await remember(pool, 'source 7', until + 100 + index)
    assert.deepEqual(await known(pool, sourcesKept), range(0, sourcesKept))
  }),

  withPool('known sources: those of one user push out none of another', async (pool) => {
    await remember(pool, 'source 0', now, other)
    for (const index of range(0, 2 * sourcesKept)) await remember(pool, `source ${index}`)
    assert.equal(await isKnown(pool, 'source 0', now, other), true)
  }),

  withPool('known sources: of many at one moment as many stay as are kept', async (pool) => {
    await atOnce(64, (index) => pool.knownSources.remember(user, `source ${index}`, now, until + index))
    assert.deepEqual(await known(pool, 64), range(64 - sourcesKept, 64))
  }),

  withPool('known sources: clearing away what has expired touches nothing else', async (pool) => {
    await remember(pool, 'source 0', until + 1)
    for (const index of range(0, 40)) await remember(pool, 'source 0', until, userId(`user ${index}`))
    await remember(pool, 'source 1', until)
    for (const index of range(0, 40))
      await valueOf(pool.knownSources.remember(userId(`new ${index}`), 'source', until + 1, until + 1))
    assert.deepEqual(await known(pool, 2, until + 1), [0])
    for (const index of range(0, 40))
      assert.equal(await isKnown(pool, 'source', until + 1, userId(`new ${index}`)), true)
  }),

  withPool('known sources: what a transaction that fails has remembered is undone', async (pool) => {
    const undone = { kind: 'undone' } as const
    await remember(pool, 'source 0', until)
    const error = await errorOf(
      pool.atomically(({ knownSources }) =>
        knownSources
          .remember(user, 'source 0', now, until + 1)
          .andThen(() => knownSources.remember(user, 'source 1', now, until + 1))
          .andThen(() => errAsync(undone)),
      ),
    )
    assert.equal(error, undone)
    assert.deepEqual(await known(pool, 2), [0])
    assert.equal(await isKnown(pool, 'source 0', until + 1), false)
  }),
]
