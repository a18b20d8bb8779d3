import assert from 'node:assert/strict'
import { sealed, userId, type PoolStorage } from '@keepsake/domain'
import { valueOf } from './case.ts'
import { addRows, aChunk, aLedgerRow, aMove, aRefusedRow, oneUser } from './move-records.ts'
import { madeAt } from './records.ts'
import { something } from './not-empty.ts'

/** Ids of at most 128 characters are part of keys; what a row's key or a file's name is, may be of any length. */
export const keepsInMoves = async (pool: PoolStorage, text: string, id: string): Promise<void> => {
  const user = await oneUser(pool)
  const source = something(id)
  const move = aMove({
    source,
    rules: text,
    input: { from: something(text), name: text, digest: something(text) },
  })
  await valueOf(pool.moves.open(move))
  assert.deepEqual(await valueOf(pool.moves.find(move.id)), move)
  assert.deepEqual(await valueOf(pool.moves.list({ source, limit: 9 })), [move])
  const chunk = aChunk(id, 0, {
    work: { kind: 'missing', keyDigests: [something(text)] },
    counts: { [text]: 1 },
  })
  await valueOf(pool.moves.addChunks([chunk]))
  const lease = { holder: something(text), leaseUntil: madeAt + 1 }
  assert.deepEqual(await valueOf(pool.moves.claimChunk({ move: id, now: madeAt, ...lease })), {
    ...chunk,
    ...lease,
    attempt: 1,
  })
  const refused = { ...aRefusedRow(id, 0, 0), issues: [{ code: 'request.not_json', path: [text] } as const] }
  await valueOf(pool.moves.putRefused(id, 0, [refused]))
  assert.deepEqual(await valueOf(pool.moves.listRefused({ move: id, limit: 9 })), [refused])
  const row = aLedgerRow(user, {
    source,
    keyDigest: something(id),
    key: something(text),
    move: something(id),
    fields: { [text]: text },
    before: [sealed(something(text))],
  })
  await addRows(pool, [row])
  assert.deepEqual(await valueOf(pool.moves.findRows(source, [row.keyDigest])), [row])
  assert.deepEqual(await valueOf(pool.moves.listRows({ source, move: something(id), limit: 9 })), [row])
  const to = sealed(`${text} `)
  assert.equal(await valueOf(pool.moves.reseal(row, [to], [to])), 'overtaken')
  assert.equal(await valueOf(pool.moves.reseal(row, row.before, [to])), 'resealed')
  await valueOf(pool.moves.removeRows(source, [row.keyDigest]))
  assert.deepEqual(await valueOf(pool.moves.findRows(source, [row.keyDigest])), [])
}

/** No move, chunk or row has this text as an id. */
export const findsNoMove = async ({ moves }: PoolStorage, text: string): Promise<void> => {
  const claimed = { move: text, no: 0, attempt: 1 }
  assert.equal(await valueOf(moves.find(text)), undefined)
  assert.deepEqual(await valueOf(moves.list({ source: text, limit: 9 })), [])
  assert.deepEqual(await valueOf(moves.listChunks({ move: text, limit: 9 })), [])
  const claim = { move: text, holder: 'worker', now: madeAt, leaseUntil: madeAt }
  assert.equal(await valueOf(moves.claimChunk(claim)), undefined)
  assert.equal(await valueOf(moves.renewLease(claimed, madeAt)), 'lost')
  await valueOf(moves.releaseChunk(claimed))
  assert.equal(await valueOf(moves.advance(claimed, {})), 'lost')
  assert.deepEqual(await valueOf(moves.listRefused({ move: text, limit: 9 })), [])
  assert.equal(await valueOf(moves.countRefused(text)), 0)
  for (const source of ['source-1', text]) {
    assert.deepEqual(await valueOf(moves.findRows(source, [text])), [])
    await valueOf(moves.removeRows(source, [text]))
    assert.deepEqual(await valueOf(moves.listRows({ source, move: text, limit: 9 })), [])
    assert.equal(await valueOf(moves.forgetRows(source, text, 9)), undefined)
    assert.deepEqual(await valueOf(moves.listSealed({ source, keyDigest: text }, 9)), [])
    const [from] = aLedgerRow(userId('user-1')).before
    assert.equal(
      await valueOf(moves.reseal({ source, keyDigest: text }, from ? [from] : [], [])),
      'overtaken',
    )
  }
  assert.deepEqual(await valueOf(moves.countRows(text)), {})
  assert.deepEqual(await valueOf(moves.findRowsOfUsers([userId(text)])), [])
}
