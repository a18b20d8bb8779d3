import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { userPoolId } from '@keepsake/domain'
import { errAsync, fromSafePromise } from 'neverthrow'
import { atOnce, count, errorOf, valueOf, withPool, withStorage, type StorageCase } from './case.ts'
import { now, lease, claim, claimSome, chunksOf, lostOnce } from './claim-chunks.ts'
import { aChunk, aMove, aRunningMove } from './move-records.ts'

/** How it is known that the chunks of a move are done. */
export const doneChunkCases: readonly StorageCase[] = [
  withPool(
    'move chunks: one is done once, by its last holder, with what became of its rows',
    async (pool) => {
      const [move, lost, held] = await lostOnce(pool)
      assert.equal(await valueOf(pool.moves.advance(lost, { created: 7 })), 'lost')
      for (const other of [
        { ...held, no: 9 },
        { ...held, move: 'nothing' },
        { ...held, attempt: 3 },
      ])
        assert.equal(await valueOf(pool.moves.advance(other, {})), 'lost')
      assert.equal(await valueOf(pool.moves.advance(held, { created: 9, refused: 1 })), 'advanced')
      assert.equal(await valueOf(pool.moves.advance(held, { created: 5 })), 'lost')
      const done = aChunk(move.id, 0, { state: 'done', attempt: 2, counts: { created: 9, refused: 1 } })
      assert.deepEqual(await chunksOf(pool, move), [done])
      assert.equal(await claim(pool, move, { at: now + 9 * lease }), undefined)
      assert.equal(await claim(pool, move, { no: 0, at: now + 9 * lease }), undefined)
    },
  ),

  withPool('move chunks: a holder whose lease has run out is still the last one', async (pool) => {
    const move = await aRunningMove(pool, 1)
    const held = await claimSome(pool, move, { leaseUntil: now + 1 })
    assert.equal(await valueOf(pool.moves.renewLease(held, now + 2)), 'renewed')
    assert.equal(await valueOf(pool.moves.advance(held, {})), 'advanced')
  }),

  withPool('move chunks: none is done while its move is not running', async (pool) => {
    const planned = aMove()
    await valueOf(pool.moves.open(planned))
    await valueOf(pool.moves.addChunks([aChunk(planned.id, 0)]))
    const held = await claimSome(pool, planned)
    for (const [version, state] of (
      ['planned', 'stopped', 'undoing', 'undone', 'closed'] as const
    ).entries()) {
      await valueOf(pool.moves.change(version, { ...planned, state, version: version + 1 }))
      assert.equal(await valueOf(pool.moves.advance(held, {})), 'lost', state)
    }
    await valueOf(pool.moves.change(5, { ...planned, state: 'running', version: 6 }))
    assert.equal(await valueOf(pool.moves.advance(held, {})), 'advanced')
  }),

  withPool('move chunks: of many who say at one moment that one is done, one is told so', async (pool) => {
    const move = await aRunningMove(pool, 1)
    const held = await claimSome(pool, move)
    const answers = await atOnce(16, (index) => pool.moves.advance(held, { created: index }))
    assert.deepEqual([count(answers, 'advanced'), count(answers, 'lost')], [1, 15])
    const [done] = await chunksOf(pool, move)
    assert.deepEqual(done?.counts, { created: answers.indexOf('advanced') })
  }),

  withPool('move chunks: a late holder and the next one never both have it done', async (pool) => {
    for (let round = 0; round < 10; round += 1) {
      const move = await aRunningMove(pool, 1)
      const late = await claimSome(pool, move)
      const [answer, next] = await Promise.all([
        valueOf(pool.moves.advance(late, { created: 1 })),
        claim(pool, move, { at: now + lease }),
      ])
      assert.equal(answer === 'advanced', next === undefined)
    }
  }),

  withPool('move chunks: once a move is stopped, no transaction that has one done commits', async (pool) => {
    for (let round = 0; round < 3; round += 1) {
      const move = await aRunningMove(pool, 1)
      const held = await claimSome(pool, move)
      const order: string[] = []
      const work = pool
        .atomically(({ moves }) =>
          moves.advance(held, {}).andThen((answer) => fromSafePromise(pause(20, answer))),
        )
        .map((answer) => order.push(answer))
      await pause(5)
      const stopped = pool.moves
        .change(1, { ...move, state: 'stopped', version: 2 })
        .map((answer) => order.push(answer))
      await Promise.all([valueOf(work), valueOf(stopped)])
      assert.deepEqual(order, order[0] === 'advanced' ? ['advanced', 'changed'] : ['changed', 'lost'])
    }
  }),

  withPool('move chunks: one that a transaction which fails has done waits as before', async (pool) => {
    const move = await aRunningMove(pool, 1)
    const held = await claimSome(pool, move)
    const before = await chunksOf(pool, move)
    const undone = { kind: 'undone' } as const
    const work = pool.atomically(({ moves }) => moves.advance(held, {}).andThen(() => errAsync(undone)))
    assert.equal(await errorOf(work), undone)
    assert.deepEqual(await chunksOf(pool, move), before)
    assert.equal(await valueOf(pool.moves.advance(held, {})), 'advanced')
  }),

  withStorage('move chunks: each pool has its own', async (storage) => {
    const [one, two] = ['pool', 'pool-2'].map((id) => storage.inPool(userPoolId(id)))
    if (one === undefined || two === undefined) throw new Error('unreachable')
    const move = await aRunningMove(one, 1, { id: 'm1', number: 1 })
    const held = await claimSome(one, move)
    assert.deepEqual(await chunksOf(two, move), [])
    assert.equal(await claim(two, move, { at: now + 9 * lease }), undefined)
    assert.equal(await valueOf(two.moves.renewLease(held, now + 9 * lease)), 'lost')
    assert.equal(await valueOf(two.moves.advance(held, {})), 'lost')
    await aRunningMove(two, 1, { id: 'm1', number: 1 })
    assert.equal(await valueOf(two.moves.advance(held, {})), 'lost')
    await claimSome(two, move)
    await valueOf(two.moves.releaseChunk(held))
    assert.equal(await claim(one, move), undefined)
    assert.equal(await valueOf(one.moves.advance(held, {})), 'advanced')
    assert.deepEqual(await chunksOf(two, move), [aChunk('m1', 0, { attempt: 1 })])
  }),
]
