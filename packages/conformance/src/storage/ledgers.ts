import assert from 'node:assert/strict'
import {
  userId,
  userPoolId,
  type LedgerPlace,
  type LedgerRow,
  type LedgerWrite,
  type PoolStorage,
} from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import {
  errorOf,
  isUnavailable,
  sameRecords,
  valueOf,
  withPool,
  withStorage,
  type StorageCase,
} from './case.ts'
import { addRows, aLedgerRow, oneUser } from './move-records.ts'
import { soundOf } from './readable-records.ts'
import { madeAt } from './records.ts'

const placeOf = ({ source, keyDigest }: LedgerPlace): string => JSON.stringify([source, keyDigest])

/** The rows of these places that a pool has, in their order. */
const rowsAt = async ({ moves }: PoolStorage, rows: readonly LedgerRow[]): Promise<readonly LedgerRow[]> => {
  const found = new Map<string, LedgerRow>()
  for (const [source, some] of Map.groupBy(rows, (row) => row.source))
    for (const row of await valueOf(
      moves.findRows(
        source,
        some.map(({ keyDigest }) => keyDigest),
      ),
    ))
      found.set(placeOf(row), row)
  return rows.flatMap((row) => found.get(placeOf(row)) ?? [])
}

const rewritten = (row: LedgerRow, over: Partial<LedgerRow> = {}): LedgerWrite => ({
  from: row.revision,
  to: { ...row, revision: row.revision + 1, outcome: 'changed', move: 'm2', ...over },
})

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

  withPool('ledger: rows of a transaction that fails are as before', async (pool) => {
    const user = await oneUser(pool)
    const [present, added, removed] = [aLedgerRow(user), aLedgerRow(user), aLedgerRow(user)]
    await addRows(pool, [present, removed])
    const undone = { kind: 'undone' } as const
    const work = pool.atomically(({ moves }) =>
      moves
        .putRows([rewritten(present), { from: undefined, to: added }])
        .andThen(() => moves.removeRows('source-1', [removed.keyDigest]))
        .andThen(() => moves.forgetRows('source-1', undefined, 9))
        .andThen(() => errAsync(undone)),
    )
    assert.equal(await errorOf(work), undone)
    sameRecords(await valueOf(pool.moves.findRowsOfUsers([user])), [present, removed], placeOf)
  }),

  withPool('ledger: a row that was read stays as read until the transaction ends', async (pool) => {
    for (let round = 0; round < 5; round += 1) {
      const user = await oneUser(pool)
      const row = aLedgerRow(user)
      await addRows(pool, [row])
      // Each adds its own digest to what it has read: none is lost.
      const add = (name: string) =>
        pool.atomically(({ moves }) =>
          moves.findRows(row.source, [row.keyDigest]).andThen(([found = row]) =>
            moves.putRows([
              {
                from: found.revision,
                to: { ...found, revision: found.revision + 1, fields: { ...found.fields, [name]: 'x' } },
              },
            ]),
          ),
        )
      await Promise.all(['a', 'b', 'c', 'd'].map((name) => valueOf(add(name))))
      const [after] = await rowsAt(pool, [row])
      assert.deepEqual(after?.fields, { ...row.fields, a: 'x', b: 'x', c: 'x', d: 'x' })
    }
  }),

  withStorage('ledger: each pool has its own', async (storage) => {
    const [one, two] = ['pool', 'pool-2'].map((id) => storage.inPool(userPoolId(id)))
    if (one === undefined || two === undefined) throw new Error('unreachable')
    const user = await oneUser(one)
    const row = aLedgerRow(user)
    await addRows(one, [row])
    assert.deepEqual(await rowsAt(two, [row]), [])
    assert.deepEqual(await valueOf(two.moves.findRowsOfUsers([user])), [])
    assert.deepEqual(await valueOf(two.moves.listRows({ source: row.source, limit: 9 })), [])
    assert.deepEqual(await valueOf(two.moves.countRows(row.source)), {})
    assert.deepEqual(await valueOf(two.moves.listSealed(undefined, 9)), [])
    assert.equal(await valueOf(two.moves.forgetRows(row.source, undefined, 9)), undefined)
    await valueOf(two.moves.removeRows(row.source, [row.keyDigest]))
    assert.equal(await valueOf(two.moves.reseal(row, row.before, [])), 'overtaken')
    const { kind } = await errorOf(two.moves.putRows([rewritten(row, { userId: user })]))
    assert.equal(kind, 'ledger-overtaken')
    const { userId: _, ...bare } = row
    await addRows(two, [bare])
    await valueOf(two.moves.removeRows(row.source, [row.keyDigest]))
    assert.deepEqual(await rowsAt(one, [row]), [row])
  }),

  withPool('ledger: a time before 1970 is a time like any other', async (pool) => {
    const user = await oneUser(pool)
    const row = aLedgerRow(user, { passwordSetAt: -madeAt })
    await addRows(pool, [row])
    assert.deepEqual(await rowsAt(pool, [row]), [row])
  }),
]
