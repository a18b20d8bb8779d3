import assert from 'node:assert/strict'
import { userPoolId, type MoveId, type PoolStorage, type RefusedMoveRow } from '@keepsake/domain'
import { isUnavailable, valueOf, withPool, withStorage, type StorageCase } from './case.ts'
import { aRefusedRow } from './move-records.ts'

const listed = (
  { moves }: PoolStorage,
  move: MoveId,
  { after, limit = 99 }: { readonly after?: number; readonly limit?: number } = {},
): Promise<readonly RefusedMoveRow[]> =>
  valueOf(moves.listRefused({ move, ...(after !== undefined && { after }), limit }))

/** How the rows are kept that a move refuses. */
export const refusedMoveRowCases: readonly StorageCase[] = [
  withPool('refused rows: each comes back as it was, in the order of the input', async (pool) => {
    const full: RefusedMoveRow = {
      ...aRefusedRow('m1', 0, 3),
      issues: [
        { code: 'user.email_malformed', path: ['email'] },
        {
          code: 'request.too_many_values',
          path: ['identities', 0, 'provider'],
          params: { max: 3, field: 'a' },
        },
      ],
    }
    const others = [10, 12, 100].map((row) => aRefusedRow('m1', 1, row))
    await valueOf(pool.moves.putRefused('m1', 1, others.toReversed()))
    await valueOf(pool.moves.putRefused('m1', 0, [full]))
    await valueOf(pool.moves.putRefused('m2', 0, [aRefusedRow('m2', 0, 3)]))
    assert.deepEqual(await listed(pool, 'm1'), [full, ...others])
    assert.deepEqual(await listed(pool, 'm1', { limit: 2 }), [full, others[0]])
    assert.deepEqual(await listed(pool, 'm1', { after: 10, limit: 9 }), others.slice(1))
    assert.deepEqual(await listed(pool, 'm1', { after: 11, limit: 1 }), [others[1]])
    assert.deepEqual(await listed(pool, 'm1', { after: 100 }), [])
    assert.deepEqual(await listed(pool, 'nothing'), [])
    for (const limit of [0, -1]) assert.deepEqual(await listed(pool, 'm1', { limit }), [])
    const counts = ['m1', 'm2', 'nothing'].map((move) => valueOf(pool.moves.countRefused(move)))
    assert.deepEqual(await Promise.all(counts), [4, 1, 0])
  }),

  withPool(
    'refused rows: those of a chunk take the place of those before, and of no others',
    async (pool) => {
      await valueOf(
        pool.moves.putRefused(
          'm1',
          0,
          [1, 2, 3].map((row) => aRefusedRow('m1', 0, row)),
        ),
      )
      await valueOf(pool.moves.putRefused('m1', 1, [aRefusedRow('m1', 1, 11)]))
      await valueOf(pool.moves.putRefused('m2', 0, [aRefusedRow('m2', 0, 1)]))
      await valueOf(
        pool.moves.putRefused(
          'm1',
          0,
          [2, 4].map((row) => aRefusedRow('m1', 0, row)),
        ),
      )
      assert.deepEqual(
        (await listed(pool, 'm1')).map(({ row }) => row),
        [2, 4, 11],
      )
      await valueOf(pool.moves.putRefused('m1', 0, []))
      assert.deepEqual(await listed(pool, 'm1'), [aRefusedRow('m1', 1, 11)])
      assert.deepEqual(await listed(pool, 'm2'), [aRefusedRow('m2', 0, 1)])
    },
  ),

  withPool('refused rows: one that is there twice is refused, and its whole call with it', async (pool) => {
    await valueOf(pool.moves.putRefused('m1', 0, [aRefusedRow('m1', 0, 1)]))
    await isUnavailable(pool.moves.putRefused('m1', 1, [aRefusedRow('m1', 1, 11), aRefusedRow('m1', 1, 1)]))
    assert.deepEqual(await listed(pool, 'm1'), [aRefusedRow('m1', 0, 1)])
  }),

  withStorage('refused rows: each pool has its own', async (storage) => {
    const [one, two] = ['pool', 'pool-2'].map((id) => storage.inPool(userPoolId(id)))
    if (one === undefined || two === undefined) throw new Error('unreachable')
    await valueOf(one.moves.putRefused('m1', 0, [aRefusedRow('m1', 0, 1)]))
    assert.deepEqual(await listed(two, 'm1'), [])
    await valueOf(two.moves.putRefused('m1', 0, [aRefusedRow('m1', 0, 1)]))
    await valueOf(two.moves.putRefused('m1', 0, []))
    assert.equal(await valueOf(one.moves.countRefused('m1')), 1)
    assert.equal(await valueOf(two.moves.countRefused('m1')), 0)
  }),
]
