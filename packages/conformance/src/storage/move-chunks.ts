import assert from 'node:assert/strict'
import { clockSkewMs, longestLeaseMs, type MoveChunk } from '@keepsake/domain'
import { isUnavailable, valueOf, withPool, type StorageCase } from './case.ts'
import { now, lease, claim, claimSome, chunksOf, lostOnce } from './claim-chunks.ts'
import { aChunk, aMove, aPosition, aRunningMove } from './move-records.ts'

/** How the chunks of a move are added, listed and claimed. */
export const moveChunkCases: readonly StorageCase[] = [
  withPool('move chunks: each comes back as it was, in the order of their numbers', async (pool) => {
    const { moves } = pool
    const [one, other] = [aMove(), aMove()]
    const chunks = [
      aChunk(one.id, 0, { work: { kind: 'rows', from: aPosition(0), first: 0, rows: 0 } }),
      aChunk(one.id, 1, { work: { kind: 'missing', keyDigests: ['key-1.a', 'key-1.b'] } }),
      aChunk(one.id, 2, { state: 'done', attempt: 3, counts: { created: 9, refused: 1 } }),
      aChunk(one.id, 10, { attempt: 1, holder: 'worker 7', leaseUntil: now }),
    ]
    await valueOf(moves.addChunks([]))
    await valueOf(moves.addChunks([...chunks.toReversed(), aChunk(other.id, 1)]))
    assert.deepEqual(await chunksOf(pool, one), chunks)
    const listed = async (after: number | undefined, limit: number) =>
      valueOf(moves.listChunks({ move: one.id, ...(after !== undefined && { after }), limit }))
    assert.deepEqual(await listed(undefined, 2), chunks.slice(0, 2))
    assert.deepEqual(await listed(1, 2), chunks.slice(2))
    assert.deepEqual(await listed(10, 2), [])
    for (const limit of [0, -1]) assert.deepEqual(await listed(undefined, limit), [])
    const inState = async (state: MoveChunk['state'], after?: number) =>
      valueOf(moves.listChunks({ move: one.id, state, limit: 2, ...(after !== undefined && { after }) }))
    assert.deepEqual(await inState('waiting'), chunks.slice(0, 2))
    assert.deepEqual(await inState('waiting', 1), chunks.slice(3))
    assert.deepEqual(await inState('done'), chunks.slice(2, 3))
    assert.deepEqual(await valueOf(moves.listChunks({ move: 'nothing', limit: 9 })), [])
  }),

  withPool('move chunks: a second one of a number is refused, and its whole call with it', async (pool) => {
    const move = aMove()
    await valueOf(pool.moves.addChunks([aChunk(move.id, 0)]))
    await isUnavailable(pool.moves.addChunks([aChunk(move.id, 1), aChunk(move.id, 0, { attempt: 5 })]))
    assert.deepEqual(await chunksOf(pool, move), [aChunk(move.id, 0)])
  }),

  withPool('move chunks: the first one that waits is claimed, with the name of its holder', async (pool) => {
    const { id } = await aRunningMove(pool, 3)
    const other = await aRunningMove(pool, 1)
    const claimed = (no: number, holder: string): MoveChunk =>
      aChunk(id, no, { attempt: 1, holder, leaseUntil: now + lease })
    assert.deepEqual(await claim(pool, { id }, { holder: 'one' }), claimed(0, 'one'))
    assert.deepEqual(await claim(pool, { id }, { holder: 'two' }), claimed(1, 'two'))
    assert.deepEqual(await chunksOf(pool, aMove({ id })), [
      claimed(0, 'one'),
      claimed(1, 'two'),
      aChunk(id, 2),
    ])
    assert.deepEqual(await claim(pool, { id }, { holder: 'one' }), claimed(2, 'one'))
    assert.equal(await claim(pool, { id }), undefined)
    assert.equal(await claim(pool, { id: 'nothing' }), undefined)
    assert.deepEqual(await chunksOf(pool, other), [aChunk(other.id, 0)])
  }),

  withPool('move chunks: one that is named is claimed alone, if nobody has it', async (pool) => {
    const move = await aRunningMove(pool, 4)
    assert.equal((await claim(pool, move, { no: 2 }))?.no, 2)
    assert.equal(await claim(pool, move, { no: 2 }), undefined)
    assert.equal(await claim(pool, move, { no: 9 }), undefined)
    assert.equal((await claim(pool, move, { no: 0 }))?.no, 0)
    assert.equal((await claim(pool, move))?.no, 1)
    assert.deepEqual(await claim(pool, move, { no: 2, at: now + lease }), {
      ...aChunk(move.id, 2),
      attempt: 2,
      holder: 'worker',
      leaseUntil: now + 2 * lease,
    })
  }),

  withPool('move chunks: one is hidden until its lease runs out, and each claim is counted', async (pool) => {
    const move = await aRunningMove(pool, 1)
    assert.equal((await claim(pool, move))?.attempt, 1)
    assert.equal(await claim(pool, move, { at: now + lease - 1 }), undefined)
    assert.equal((await claim(pool, move, { at: now + lease }))?.attempt, 2)
    assert.equal(await claim(pool, move, { at: now + lease }), undefined)
    assert.equal((await claim(pool, move, { at: now + 3 * lease }))?.attempt, 3)
  }),

  withPool('move chunks: a lease that a clock far ahead has given hides nothing', async (pool) => {
    const move = await aRunningMove(pool, 1)
    const furthest = now + longestLeaseMs + clockSkewMs
    await claim(pool, move, { leaseUntil: furthest })
    assert.equal(await claim(pool, move), undefined)
    assert.equal((await claim(pool, move, { at: now - 1, leaseUntil: furthest }))?.attempt, 2)
    assert.equal((await claim(pool, move, { at: now - 1 }))?.attempt, 3)
    const year = 365 * 24 * 60 * 60_000
    await claim(pool, move, { at: now + year })
    assert.equal((await claim(pool, move))?.attempt, 5)
  }),

  withPool('move chunks: callers at one moment get different ones, or none', async (pool) => {
    const move = await aRunningMove(pool, 20)
    const claimed = await Promise.all(
      Array.from({ length: 24 }, (_, index) => claim(pool, move, { holder: `worker ${index}` })),
    )
    // A caller that has skipped what others held may have got none: it asks again.
    const rest: (MoveChunk | undefined)[] = []
    for (let asked = 0; asked < 20; asked += 1) rest.push(await claim(pool, move))
    const numbers = [...claimed, ...rest].flatMap((chunk) => (chunk === undefined ? [] : [chunk.no]))
    assert.deepEqual(
      numbers.toSorted((one, other) => one - other),
      Array.from({ length: 20 }, (_, no) => no),
    )
  }),

  withPool('move chunks: of many that want the same one at one moment, one gets it', async (pool) => {
    const move = await aRunningMove(pool, 3)
    for (const no of [1, 2]) {
      const claimed = await Promise.all(Array.from({ length: 16 }, () => claim(pool, move, { no })))
      const got = claimed.filter((chunk) => chunk !== undefined)
      assert.deepEqual(
        got.map(({ attempt }) => attempt),
        [1],
      )
    }
  }),

  withPool('move chunks: a lease is renewed by its last holder, and by nobody else', async (pool) => {
    const [move, lost, held] = await lostOnce(pool)
    const until = now + 5 * lease
    assert.equal(await valueOf(pool.moves.renewLease(lost, until)), 'lost')
    assert.equal(await claim(pool, move, { at: now + 2 * lease - 1 }), undefined)
    assert.equal(await valueOf(pool.moves.renewLease(held, until)), 'renewed')
    assert.equal(await claim(pool, move, { at: until - 1 }), undefined)
    const waiting = { attempt: 2, holder: 'worker', leaseUntil: until }
    assert.deepEqual(await chunksOf(pool, move), [aChunk(move.id, 0, waiting)])
    for (const other of [
      { ...held, no: 9 },
      { ...held, move: 'nothing' },
      { ...held, attempt: 3 },
    ])
      assert.equal(await valueOf(pool.moves.renewLease(other, until)), 'lost')
    await valueOf(pool.moves.advance(held, {}))
    assert.equal(await valueOf(pool.moves.renewLease(held, until)), 'lost')
    assert.deepEqual(await chunksOf(pool, move), [aChunk(move.id, 0, { state: 'done', attempt: 2 })])
  }),

  withPool('move chunks: one that its last holder gives back can be claimed at once', async (pool) => {
    const [move, lost, held] = await lostOnce(pool)
    await valueOf(pool.moves.releaseChunk(lost))
    assert.equal(await claim(pool, move, { at: now + lease }), undefined)
    await valueOf(pool.moves.releaseChunk(held))
    assert.deepEqual(await chunksOf(pool, move), [aChunk(move.id, 0, { attempt: 2 })])
    const again = await claimSome(pool, move, { at: now + lease })
    assert.equal(again.attempt, 3)
    await valueOf(pool.moves.advance(again, { created: 1 }))
    await valueOf(pool.moves.releaseChunk(again))
    const done = aChunk(move.id, 0, { state: 'done', attempt: 3, counts: { created: 1 } })
    assert.deepEqual(await chunksOf(pool, move), [done])
  }),
]
