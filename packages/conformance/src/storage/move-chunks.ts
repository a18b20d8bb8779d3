import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import {
  clockSkewMs,
  longestLeaseMs,
  userPoolId,
  type ClaimedChunk,
  type Move,
  type MoveChunk,
  type PoolStorage,
} from '@keepsake/domain'
import { errAsync, fromSafePromise } from 'neverthrow'
import {
  atOnce,
  count,
  errorOf,
  isUnavailable,
  valueOf,
  withPool,
  withStorage,
  type StorageCase,
} from './case.ts'
import { aChunk, aMove, aPosition, aRunningMove } from './move-records.ts'
import { madeAt } from './records.ts'

const [now, lease] = [madeAt + 1_000, 60_000]

type Asked = {
  readonly no?: number
  readonly holder?: string
  readonly at?: number
  readonly leaseUntil?: number
}

const claim = (
  { moves }: PoolStorage,
  { id }: Pick<Move, 'id'>,
  { no, holder = 'worker', at = now, leaseUntil = at + lease }: Asked = {},
): Promise<MoveChunk | undefined> =>
  valueOf(moves.claimChunk({ move: id, ...(no !== undefined && { no }), holder, now: at, leaseUntil }))

const claimedOf = ({ move, no, attempt }: MoveChunk): ClaimedChunk => ({ move, no, attempt })

const claimSome = async (pool: PoolStorage, move: Move, asked: Asked = {}): Promise<ClaimedChunk> => {
  const chunk = await claim(pool, move, asked)
  assert(chunk !== undefined, 'no chunk was claimed')
  return claimedOf(chunk)
}

const chunksOf = ({ moves }: PoolStorage, move: Move): Promise<readonly MoveChunk[]> =>
  valueOf(moves.listChunks({ move: move.id, limit: 99 }))

/** A chunk of a running move, which was claimed twice: the first caller has lost it. */
const lostOnce = async (
  pool: PoolStorage,
): Promise<readonly [Move, lost: ClaimedChunk, held: ClaimedChunk]> => {
  const move = await aRunningMove(pool, 1)
  const lost = await claimSome(pool, move, { holder: 'late' })
  return [move, lost, await claimSome(pool, move, { holder: 'worker', at: now + lease })]
}

/** How the chunks of a move are claimed, and how it is known that they are done. */
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
