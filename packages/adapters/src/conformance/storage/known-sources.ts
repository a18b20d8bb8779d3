import assert from 'node:assert/strict'
import { sourcesKept, userId, type Stores } from '@keepsake/domain'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { madeAt } from './records.ts'

const now = madeAt
const until = madeAt + 60_000
const user = userId('user')
const other = userId('other-user')

const isKnown = ({ knownSources }: Stores, source: string, at = now, of = user): Promise<boolean> =>
  valueOf(knownSources.isKnown(of, source, at))

export const knownSourceCases: readonly StorageCase[] = [
  withPool('known sources: one is known once it is remembered, to its user alone', async (pool) => {
    assert.equal(await isKnown(pool, 'source'), false)
    await valueOf(pool.knownSources.remember(user, 'source', now, until))
    assert.equal(await isKnown(pool, 'source'), true)
    assert.equal(await isKnown(pool, 'Source'), false)
    assert.equal(await isKnown(pool, 'source', now, other), false)
  }),

  withPool('known sources: one is known up to the moment asked for', async (pool) => {
    await valueOf(pool.knownSources.remember(user, 'source', now, until))
    assert.equal(await isKnown(pool, 'source', until), true)
    assert.equal(await isKnown(pool, 'source', until + 1), false)
  }),

  withPool('known sources: of more than are kept, those that expire first go', async (pool) => {
    for (let index = 0; index < sourcesKept + 3; index += 1)
      await valueOf(pool.knownSources.remember(user, `source ${index}`, now, until + index))
    for (let index = 0; index < sourcesKept + 3; index += 1)
      assert.equal(await isKnown(pool, `source ${index}`), index >= 3)
  }),
]
