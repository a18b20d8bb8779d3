import assert from 'node:assert/strict'
import { sealed, type LedgerPlace, type LedgerRow, type PoolStorage } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import {
  atOnce,
  count,
  errorOf,
  isUnavailable,
  sameRecords,
  valueOf,
  withPool,
  type StorageCase,
} from './case.ts'
import { addRows, aLedgerRow, erasedRow, oneUser } from './move-records.ts'
import { soundOf } from './readable-records.ts'

const [from, to] = [sealed('v1.key-1.nonce.ciphertext.tag'), sealed('v1.key-2.nonce.ciphertext.tag')]

const placeOf = ({ source, keyDigest }: LedgerPlace): string => JSON.stringify([source, keyDigest])

const allRows = async ({ moves }: PoolStorage, source: string): Promise<readonly LedgerRow[]> =>
  soundOf(await valueOf(moves.listRows({ source, limit: 99 })))

const listSealed = async (
  { moves }: PoolStorage,
  after: LedgerPlace | undefined,
  limit: number,
): Promise<readonly LedgerRow[]> => soundOf(await valueOf(moves.listSealed(after, limit)))

const forgotten = ({ fingerprint: _fingerprint, ...row }: LedgerRow): LedgerRow => ({
  ...row,
  revision: row.revision + 1,
  fields: {},
  before: [],
})

/** What is taken from a ledger's rows, and how their sealed texts are sealed anew. */
export const ledgerContentCases: readonly StorageCase[] = [
  withPool('ledger contents: what is forgotten leaves the map of keys to users', async (pool) => {
    const user = await oneUser(pool)
    const { fingerprint: _, ...without } = aLedgerRow(user)
    const bare: LedgerRow = { ...without, fields: {}, before: [] }
    const rows = [
      aLedgerRow(user, { revision: 4 }),
      { ...without, keyDigest: 'fields', before: [] },
      { ...without, keyDigest: 'before', fields: {} },
      { ...bare, keyDigest: 'fingerprint', fingerprint: 'x' },
    ]
    const elsewhere = aLedgerRow(user, { source: 'source-2' })
    await addRows(pool, [...rows, bare, elsewhere])
    assert.equal(await valueOf(pool.moves.forgetRows('source-1', undefined, 9)), undefined)
    sameRecords(await allRows(pool, 'source-1'), [...rows.map(forgotten), bare], placeOf)
    assert.deepEqual(await allRows(pool, 'source-2'), [elsewhere])
    sameRecords(await listSealed(pool, undefined, 9), [elsewhere], placeOf)
    // There is nothing left to forget.
    assert.equal(await valueOf(pool.moves.forgetRows('source-1', undefined, 9)), undefined)
    sameRecords(await allRows(pool, 'source-1'), [...rows.map(forgotten), bare], placeOf)
    assert.equal(await valueOf(pool.moves.forgetRows('nothing', undefined, 9)), undefined)
  }),

  withPool('ledger contents: they are forgotten page by page, each once', async (pool) => {
    const user = await oneUser(pool)
    const rows = ['a', 'b', 'c', 'd', 'e'].map((keyDigest) => aLedgerRow(user, { keyDigest }))
    await addRows(pool, rows)
    assert.equal(await valueOf(pool.moves.forgetRows('source-1', undefined, 2)), 'b')
    assert.deepEqual(await allRows(pool, 'source-1'), [...rows.slice(0, 2).map(forgotten), ...rows.slice(2)])
    assert.equal(await valueOf(pool.moves.forgetRows('source-1', 'b', 2)), 'd')
    assert.equal(await valueOf(pool.moves.forgetRows('source-1', 'd', 2)), undefined)
    assert.deepEqual(await allRows(pool, 'source-1'), rows.map(forgotten))
  }),

  withPool('ledger contents: rows with before-images are listed by source and digest', async (pool) => {
    const user = await oneUser(pool)
    const places = [
      ['B', 'z'],
      ['a', 'B'],
      ['a', 'a'],
      ['b', 'A'],
      ['b', 'b'],
    ] as const
    const rows = places.map(([source, keyDigest]) => aLedgerRow(user, { source, keyDigest }))
    await addRows(pool, rows.toReversed())
    await addRows(pool, [aLedgerRow(user, { source: 'a', keyDigest: 'A', before: [] })])
    assert.deepEqual(await listSealed(pool, undefined, 99), rows)
    const listed: LedgerRow[] = []
    for (let page = 0; page < 4; page += 1) listed.push(...(await listSealed(pool, listed.at(-1), 2)))
    assert.deepEqual(listed, rows)
    assert.deepEqual(await listSealed(pool, { source: 'a', keyDigest: 'Z' }, 9), rows.slice(2))
    assert.deepEqual(await listSealed(pool, { source: 'aa', keyDigest: '' }, 9), rows.slice(3))
    for (const limit of [0, -1]) assert.deepEqual(await listSealed(pool, undefined, limit), [])
  }),

  withPool(
    'ledger contents: before-images are sealed anew once, and nothing else is another',
    async (pool) => {
      const user = await oneUser(pool)
      const row = aLedgerRow(user, { before: [from, from] })
      const [other, none] = [aLedgerRow(user, { before: [from] }), aLedgerRow(user, { before: [] })]
      await addRows(pool, [row, other, none])
      for (const wrong of [[from], [from, from, from], [from, to], [to, from], []])
        assert.equal(await valueOf(pool.moves.reseal(row, wrong, [to, to])), 'overtaken')
      for (const place of [
        none,
        { source: row.source, keyDigest: 'nothing' },
        { source: 'nothing', keyDigest: row.keyDigest },
      ])
        for (const before of [[], [from, from]])
          assert.equal(await valueOf(pool.moves.reseal(place, before, [to])), 'overtaken')
      const outcomes = await atOnce(8, () => pool.moves.reseal(row, [from, from], [to, from]))
      assert.deepEqual([count(outcomes, 'resealed'), count(outcomes, 'overtaken')], [1, 7])
      sameRecords(await allRows(pool, row.source), [{ ...row, before: [to, from] }, other, none], placeOf)
    },
  ),

  withPool('ledger contents: of users who are removed, nothing but digests is left', async (pool) => {
    const [gone, stays] = [await oneUser(pool), await oneUser(pool)]
    const rows = [
      aLedgerRow(gone),
      aLedgerRow(gone, { revision: 7 }),
      aLedgerRow(gone, { source: 'source-2' }),
    ]
    const [other, erased] = [aLedgerRow(stays), erasedRow(aLedgerRow(gone))]
    await addRows(pool, [...rows, other, erased])
    assert.deepEqual(await valueOf(pool.users.removeAll([gone])), [gone])
    const left = [...(await allRows(pool, 'source-1')), ...(await allRows(pool, 'source-2'))]
    sameRecords(left, [...rows.map(erasedRow), other, erased], placeOf)
    assert.deepEqual(await valueOf(pool.moves.findRowsOfUsers([gone])), [])
    const found = rows.slice(0, 1).map(erasedRow)
    assert.deepEqual(await valueOf(pool.moves.findRows('source-1', [found[0]?.keyDigest ?? ''])), found)
    assert.deepEqual(await valueOf(pool.moves.countRows('source-2')), { erased: 1 })
    // A later move brings the user again only if it is asked to: then it starts from what is left.
    const [first] = rows
    if (first === undefined) throw new Error('unreachable')
    const again = aLedgerRow(stays, { keyDigest: first.keyDigest, revision: 3 })
    await valueOf(pool.moves.putRows([{ from: 2, to: again }]))
    assert.deepEqual(await valueOf(pool.moves.findRows(again.source, [again.keyDigest])), [again])
  }),

  withPool('ledger contents: a row that gave up its user before stays when the user goes', async (pool) => {
    const gone = await oneUser(pool)
    const row = aLedgerRow(gone)
    await addRows(pool, [row])
    const { userId: _, ...bare } = row
    const deleted: LedgerRow = { ...bare, revision: 2, outcome: 'deleted' }
    await valueOf(
      pool.atomically(({ moves, users }) =>
        moves.putRows([{ from: 1, to: deleted }]).andThen(() => users.removeAll([gone])),
      ),
    )
    assert.deepEqual(await allRows(pool, row.source), [deleted])
  }),

  withPool('ledger contents: nothing is erased by a removal that fails, or of nobody', async (pool) => {
    const user = await oneUser(pool)
    const row = aLedgerRow(user)
    await addRows(pool, [row])
    const undone = { kind: 'undone' } as const
    const work = pool.atomically(({ users }) => users.removeAll([user]).andThen(() => errAsync(undone)))
    assert.equal(await errorOf(work), undone)
    assert.deepEqual(await allRows(pool, row.source), [row])
    assert.deepEqual(await valueOf(pool.users.removeAll([])), [])
    assert.deepEqual(await allRows(pool, row.source), [row])
  }),

  withPool('ledger contents: no row can name a user who is gone', async (pool) => {
    const user = await oneUser(pool)
    await valueOf(pool.users.removeAll([user]))
    await isUnavailable(pool.moves.putRows([{ from: undefined, to: aLedgerRow(user) }]))
    assert.deepEqual(await allRows(pool, 'source-1'), [])
  }),
]
