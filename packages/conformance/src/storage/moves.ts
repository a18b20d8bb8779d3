import assert from 'node:assert/strict'
import { userPoolId, type Move } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { atOnce, count, errorOf, valueOf, withPool, withStorage, type StorageCase } from './case.ts'
import { aMove } from './move-records.ts'
import { madeAt } from './records.ts'

const next = (move: Move, over: Partial<Move>): Move => ({ ...move, version: move.version + 1, ...over })

/** How the records of moves are kept. */
export const moveCases: readonly StorageCase[] = [
  withPool('moves: each comes back as it was', async ({ moves }) => {
    const bare = aMove()
    const full = aMove({ state: 'stopped', version: 7, startedAt: madeAt + 1, endedAt: madeAt + 2 })
    // A later release may plan more: what it has written is passed on.
    const plan = { rows: 0, counts: {}, canaries: [{ row: 3, verdict: 'signed_in' }] }
    const later = aMove({ plan, input: { from: 'auth0', name: '', digest: 'd' } })
    for (const move of [bare, full, later]) assert.equal(await valueOf(moves.open(move)), 'opened')
    for (const move of [bare, full, later]) assert.deepEqual(await valueOf(moves.find(move.id)), move)
    assert.equal(await valueOf(moves.find('nothing')), undefined)
  }),

  withPool('moves: of many that are opened with one id and number, one is opened', async ({ moves }) => {
    const records = Array.from({ length: 16 }, (_, index) =>
      aMove({ id: 'm1', number: 1, source: `source-${index}` }),
    )
    const answers = await atOnce(16, (index) => moves.open(records[index] ?? aMove()))
    assert.deepEqual([count(answers, 'opened'), count(answers, 'taken')], [1, 15])
    assert.deepEqual(await valueOf(moves.find('m1')), records[answers.indexOf('opened')])
  }),

  withPool('moves: an id or a number that another one has is taken', async ({ moves }) => {
    const first = aMove({ id: 'm1', number: 1 })
    await valueOf(moves.open(first))
    assert.equal(await valueOf(moves.open(aMove({ id: 'm1', number: 2 }))), 'taken')
    assert.equal(await valueOf(moves.open(aMove({ id: 'm2', number: 1 }))), 'taken')
    assert.deepEqual(await valueOf(moves.list({ limit: 9 })), [first])
    assert.equal(await valueOf(moves.open(aMove({ id: 'm2', number: 2 }))), 'opened')
  }),

  withPool('moves: they are listed from the highest number on, page by page', async ({ moves }) => {
    const records = [10, 2, 33, 9, 1].map((number) => aMove({ number, source: `source-${number % 3}` }))
    for (const record of records) await valueOf(moves.open(record))
    const numbersOf = async (query: Parameters<typeof moves.list>[0]): Promise<readonly number[]> =>
      (await valueOf(moves.list(query))).map(({ number }) => number)
    assert.deepEqual(await numbersOf({ limit: 9 }), [33, 10, 9, 2, 1])
    assert.deepEqual(await numbersOf({ limit: 2 }), [33, 10])
    assert.deepEqual(await numbersOf({ before: 10, limit: 2 }), [9, 2])
    assert.deepEqual(await numbersOf({ before: 1, limit: 2 }), [])
    assert.deepEqual(await numbersOf({ source: 'source-0', limit: 9 }), [33, 9])
    assert.deepEqual(await numbersOf({ source: 'source-0', before: 33, limit: 9 }), [9])
    assert.deepEqual(await numbersOf({ source: 'Source-0', limit: 9 }), [])
    for (const limit of [0, -1]) assert.deepEqual(await numbersOf({ limit }), [])
  }),

  withPool('moves: a change replaces the version that it was made from, and no other', async ({ moves }) => {
    const [first, other] = [aMove(), aMove()]
    await valueOf(moves.open(first))
    await valueOf(moves.open(other))
    const changed = next(first, {
      state: 'running',
      startedAt: madeAt + 5,
      plan: { rows: 9, counts: { a: 1 } },
    })
    for (const from of [1, 7, -1]) assert.equal(await valueOf(moves.change(from, changed)), 'overtaken')
    assert.equal(await valueOf(moves.change(0, aMove({ id: 'nothing' }))), 'overtaken')
    assert.deepEqual(await valueOf(moves.find(first.id)), first)
    assert.equal(await valueOf(moves.change(0, changed)), 'changed')
    assert.equal(await valueOf(moves.change(0, changed)), 'overtaken')
    assert.deepEqual(await valueOf(moves.find(first.id)), changed)
    assert.deepEqual(await valueOf(moves.find(other.id)), other)
  }),

  withPool('moves: number, source and time of the plan stay through every change', async ({ moves }) => {
    const first = aMove()
    await valueOf(moves.open(first))
    const { number, source, plannedAt } = first
    const claims = { number: number + 100, source: 'another', plannedAt: madeAt + 9 }
    const changed = next(first, { state: 'done', endedAt: madeAt + 9, ...claims })
    assert.equal(await valueOf(moves.change(0, changed)), 'changed')
    assert.deepEqual(await valueOf(moves.find(first.id)), { ...changed, number, source, plannedAt })
  }),

  withPool('moves: of many changes of one version at one moment, one is made', async ({ moves }) => {
    const first = aMove()
    await valueOf(moves.open(first))
    const changes = Array.from({ length: 16 }, (_, index) => next(first, { endedAt: madeAt + index }))
    const answers = await atOnce(16, (index) => moves.change(0, changes[index] ?? first))
    assert.deepEqual([count(answers, 'changed'), count(answers, 'overtaken')], [1, 15])
    assert.deepEqual(await valueOf(moves.find(first.id)), changes[answers.indexOf('changed')])
  }),

  withPool('moves: of one source, one is under way at a time', async ({ moves }) => {
    const source = 'auth0-prod'
    const [one, two, apart] = [aMove({ source }), aMove({ source }), aMove({ source: 'auth0-PROD' })]
    for (const move of [one, two, apart]) await valueOf(moves.open(move))
    const running = next(one, { state: 'running' })
    assert.equal(await valueOf(moves.change(0, running)), 'changed')
    assert.equal(await valueOf(moves.change(0, next(apart, { state: 'running' }))), 'changed')
    for (const state of ['running', 'undoing'] as const)
      assert.equal(await valueOf(moves.change(0, next(two, { state }))), 'busy')
    assert.deepEqual(await valueOf(moves.find(two.id)), two)
    // A move that is under way may stay so, and another one may be planned meanwhile.
    const undoing = next(running, { state: 'undoing' })
    assert.equal(await valueOf(moves.change(1, undoing)), 'changed')
    assert.equal(await valueOf(moves.change(0, next(two, { state: 'running' }))), 'busy')
    const waiting = next(two, { state: 'planned' })
    assert.equal(await valueOf(moves.change(0, waiting)), 'changed')
    assert.equal(await valueOf(moves.change(2, next(undoing, { state: 'undone' }))), 'changed')
    assert.equal(await valueOf(moves.change(1, next(waiting, { state: 'running' }))), 'changed')
  }),

  withPool('moves: of many of one source that begin at one moment, one begins', async ({ moves }) => {
    const records = Array.from({ length: 16 }, () => aMove({ source: 'one' }))
    for (const record of records) await valueOf(moves.open(record))
    const answers = await atOnce(16, (index) => {
      const state = index % 2 === 0 ? 'running' : 'undoing'
      return moves.change(0, next(records[index] ?? aMove(), { state }))
    })
    assert.deepEqual([count(answers, 'changed'), count(answers, 'busy')], [1, 15])
    const listed = await valueOf(moves.list({ source: 'one', limit: 99 }))
    assert.equal(listed.filter((move) => 'state' in move && move.state !== 'planned').length, 1)
  }),

  withPool('moves: one that a transaction which fails has begun has not begun', async (pool) => {
    const [one, two] = [aMove({ source: 'one' }), aMove({ source: 'one' })]
    for (const move of [one, two]) await valueOf(pool.moves.open(move))
    const undone = { kind: 'undone' } as const
    const work = pool.atomically(({ moves }) =>
      moves.change(0, next(one, { state: 'running' })).andThen(() => errAsync(undone)),
    )
    assert.equal(await errorOf(work), undone)
    assert.deepEqual(await valueOf(pool.moves.find(one.id)), one)
    assert.equal(await valueOf(pool.moves.change(0, next(two, { state: 'running' }))), 'changed')
  }),

  withStorage('moves: each pool has its own', async (storage) => {
    const [one, two] = ['pool', 'pool-2'].map((id) => storage.inPool(userPoolId(id)).moves)
    if (one === undefined || two === undefined) throw new Error('unreachable')
    const [first, other] = ['here', 'there'].map((rules) =>
      aMove({ id: 'm1', number: 1, source: 'same', rules }),
    )
    if (first === undefined || other === undefined) throw new Error('unreachable')
    assert.equal(await valueOf(one.open(first)), 'opened')
    assert.equal(await valueOf(two.find('m1')), undefined)
    assert.deepEqual(await valueOf(two.list({ limit: 9 })), [])
    assert.equal(await valueOf(two.change(0, next(first, { state: 'done' }))), 'overtaken')
    assert.equal(await valueOf(two.open(other)), 'opened')
    assert.equal(await valueOf(one.change(0, next(first, { state: 'running' }))), 'changed')
    assert.deepEqual(await valueOf(two.find('m1')), other)
    assert.equal(await valueOf(two.change(0, next(other, { state: 'running' }))), 'changed')
  }),
]
