import assert from 'node:assert/strict'
import { userPoolId } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { errorOf, sameRecords, valueOf, withPool, withStorage, type StorageCase } from './case.ts'
import { placeOf, rewritten, rowsAt } from './ledger-writes.ts'
import { addRows, aLedgerRow, oneUser } from './move-records.ts'

/** How the rows of a ledger behave in transactions, and beside other pools. */
export const ledgerTransactionCases: readonly StorageCase[] = [
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
]
