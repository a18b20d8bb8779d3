import assert from 'node:assert/strict'
import { userId, type LedgerRow } from '@keepsake/domain'
import { errorOf, isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { placeOf, rewritten, rowsAt } from './ledger-writes.ts'
import { addRows, aLedgerRow, oneUser } from './move-records.ts'
import { soundOf } from './readable-records.ts'
import { madeAt } from './records.ts'

/** How the rows of a ledger are written and found. */
export const ledgerCases: readonly StorageCase[] = [
  withPool('ledger: each row comes back as it was, with absent fields absent', async (pool) => {
    const [user, other] = [await oneUser(pool), await oneUser(pool)]
    const full = aLedgerRow(user)
    const bare: LedgerRow = {
      source: 'source-1',
      keyDigest: 'key-1.bare',
      revision: 9,
      outcome: 'deleted',
      fields: {},
      before: [],
    }
    const odd = aLedgerRow(other, {
      key: ' ',
      versionAfter: 0,
      passwordSetAt: 0,
      fields: { ['__proto__']: 'x' },
    })
    const elsewhere = aLedgerRow(user, { source: 'source-2', keyDigest: full.keyDigest })
    const rows = [full, bare, odd, elsewhere]
    await valueOf(pool.moves.putRows([]))
    await addRows(pool, rows)
    assert.deepEqual(await rowsAt(pool, rows), rows)
    const digests = [full.keyDigest, 'nothing', full.keyDigest, bare.keyDigest]
    sameRecords(await valueOf(pool.moves.findRows('source-1', digests)), [full, bare], placeOf)
    assert.deepEqual(await valueOf(pool.moves.findRows('source-1', [])), [])
    assert.deepEqual(await valueOf(pool.moves.findRows('Source-1', digests)), [])
    const ofUsers = [user, userId('nobody'), user]
    sameRecords(await valueOf(pool.moves.findRowsOfUsers(ofUsers)), [full, elsewhere], placeOf)
    assert.deepEqual(await valueOf(pool.moves.findRowsOfUsers([])), [])
  }),

  withPool('ledger: a write takes the place of the revision that it was made from', async (pool) => {
    const [user, other] = [await oneUser(pool), await oneUser(pool)]
    const [one, two] = [aLedgerRow(user), aLedgerRow(user)]
    await addRows(pool, [one, two])
    const bare = { source: one.source, keyDigest: one.keyDigest, revision: 5, fields: {}, before: [] }
    const to: LedgerRow = { ...bare, outcome: 'suspended' }
    await valueOf(
      pool.moves.putRows([{ from: 1, to }, rewritten(two, { userId: other, fields: { a: 'b' } })]),
    )
    const moved = rewritten(two, { userId: other, fields: { a: 'b' } }).to
    assert.deepEqual(await rowsAt(pool, [one, two]), [to, moved])
    assert.deepEqual(await valueOf(pool.moves.findRowsOfUsers([user])), [])
    assert.deepEqual(await valueOf(pool.moves.findRowsOfUsers([other])), [moved])
  }),

  withPool('ledger: if one row has another revision, no row is written', async (pool) => {
    const user = await oneUser(pool)
    const [good, present] = [aLedgerRow(user), aLedgerRow(user, { revision: 2 })]
    const elsewhere = aLedgerRow(user, { source: 'source-2' })
    await addRows(pool, [good, present, elsewhere])
    const unknown = aLedgerRow(user)
    for (const overtaken of [
      { from: undefined, to: present },
      { from: 1, to: present },
      { from: 3, to: present },
      { from: 1, to: unknown },
      { from: 1, to: { ...elsewhere, source: 'source-1' } },
    ])
      for (const writes of [
        [rewritten(good), { from: undefined, to: aLedgerRow(user) }, overtaken],
        [overtaken, rewritten(good)],
      ]) {
        const error = await errorOf(pool.moves.putRows(writes))
        assert.deepEqual(error, { kind: 'ledger-overtaken', keyDigests: [overtaken.to.keyDigest] })
        sameRecords(await valueOf(pool.moves.findRowsOfUsers([user])), [good, present, elsewhere], placeOf)
      }
  }),

  withPool('ledger: a row names only users that exist', async (pool) => {
    const user = await oneUser(pool)
    const row = aLedgerRow(user)
    await isUnavailable(
      pool.moves.putRows([row, aLedgerRow(userId('nobody'))].map((to) => ({ from: undefined, to }))),
    )
    assert.deepEqual(await rowsAt(pool, [row]), [])
    await addRows(pool, [row])
    await isUnavailable(pool.moves.putRows([rewritten(row, { userId: userId('nobody') })]))
    assert.deepEqual(await rowsAt(pool, [row]), [row])
  }),

  withPool('ledger: of many calls that write the same rows at one moment, one succeeds', async (pool) => {
    for (const isFirst of [true, false]) {
      const user = await oneUser(pool)
      const rows = Array.from({ length: 5 }, () => aLedgerRow(user))
      if (!isFirst) await addRows(pool, rows)
      const made = (call: number): readonly LedgerRow[] =>
        rows.map((row) => ({ ...row, revision: 2, fingerprint: `by call ${call}` }))
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, async (_, call) => {
          const writes = made(call).map((to) => ({ from: isFirst ? undefined : 1, to }))
          // Callers meet in every order.
          return pool.moves.putRows(call % 2 === 0 ? writes : writes.toReversed())
        }),
      )
      const failed = outcomes.flatMap((outcome) => (outcome.isErr() ? [outcome.error] : []))
      assert.deepEqual(
        failed.map(({ kind }) => kind),
        Array<string>(15).fill('ledger-overtaken'),
      )
      const digests = new Set(rows.map(({ keyDigest }) => keyDigest))
      for (const error of failed)
        if (error.kind === 'ledger-overtaken') {
          assert(error.keyDigests.length > 0)
          for (const digest of error.keyDigests) assert(digests.has(digest))
        }
      const winner = made(outcomes.findIndex((outcome) => outcome.isOk()))
      assert.deepEqual(await rowsAt(pool, rows), winner)
    }
  }),

  withPool('ledger: rows that are removed are gone, and no others', async (pool) => {
    const user = await oneUser(pool)
    const [gone, stays] = [aLedgerRow(user), aLedgerRow(user)]
    const elsewhere = aLedgerRow(user, { source: 'source-2', keyDigest: gone.keyDigest })
    await addRows(pool, [gone, stays, elsewhere])
    await valueOf(pool.moves.removeRows('source-1', []))
    await valueOf(pool.moves.removeRows('nothing', [stays.keyDigest]))
    await valueOf(pool.moves.removeRows('source-1', [gone.keyDigest, 'nothing', gone.keyDigest]))
    assert.deepEqual(await rowsAt(pool, [gone, stays, elsewhere]), [stays, elsewhere])
    await addRows(pool, [gone])
    assert.deepEqual(await rowsAt(pool, [gone]), [gone])
  }),

  withPool('ledger: rows are listed byte by byte by their digests, page by page', async (pool) => {
    const user = await oneUser(pool)
    const inOrder = ['k.-', 'k.1', 'k.A', 'k.B', 'k._', 'k.a', 'k.b'].map((keyDigest, index) =>
      aLedgerRow(user, { keyDigest, move: index % 2 === 0 ? 'm1' : 'm2' }),
    )
    await addRows(pool, [...inOrder.slice(3), ...inOrder.slice(0, 3)])
    await addRows(pool, [aLedgerRow(user, { source: 'source-2', keyDigest: 'k.0' })])
    const list = async (query: Omit<Parameters<typeof pool.moves.listRows>[0], 'source'>) =>
      soundOf(await valueOf(pool.moves.listRows({ source: 'source-1', ...query })))
    assert.deepEqual(await list({ limit: 99 }), inOrder)
    assert.deepEqual(await list({ limit: 2 }), inOrder.slice(0, 2))
    assert.deepEqual(await list({ after: 'k.1', limit: 3 }), inOrder.slice(2, 5))
    assert.deepEqual(await list({ after: 'k.Z', limit: 99 }), inOrder.slice(4))
    assert.deepEqual(await list({ after: 'k.b', limit: 9 }), [])
    const ofMove = inOrder.filter(({ move }) => move === 'm2')
    assert.deepEqual(await list({ move: 'm2', limit: 2 }), ofMove.slice(0, 2))
    assert.deepEqual(await list({ move: 'm2', after: 'k.B', limit: 9 }), ofMove.slice(2))
    assert.deepEqual(await list({ move: 'M2', limit: 9 }), [])
    for (const limit of [0, -1]) assert.deepEqual(await list({ limit }), [])
  }),

  withPool('ledger: the rows of a source are counted by their outcome', async (pool) => {
    const user = await oneUser(pool)
    const outcomes = ['created', 'changed', 'created', 'unchanged', 'created'] as const
    await addRows(
      pool,
      outcomes.map((outcome) => aLedgerRow(user, { outcome })),
    )
    await addRows(pool, [aLedgerRow(user, { source: 'source-2', outcome: 'matched' })])
    assert.deepEqual(await valueOf(pool.moves.countRows('source-1')), {
      created: 3,
      changed: 1,
      unchanged: 1,
    })
    assert.deepEqual(await valueOf(pool.moves.countRows('source-2')), { matched: 1 })
    assert.deepEqual(await valueOf(pool.moves.countRows('nothing')), {})
  }),

  withPool('ledger: a time before 1970 is a time like any other', async (pool) => {
    const user = await oneUser(pool)
    const row = aLedgerRow(user, { passwordSetAt: -madeAt })
    await addRows(pool, [row])
    assert.deepEqual(await rowsAt(pool, [row]), [row])
  }),
]
