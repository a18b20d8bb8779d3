import { expect, test } from 'vitest'
import { askByUrl } from '../../../adapters/storage/ask-by-url.ts'
import { openSqlite, temporaryFile } from '../../../adapters/storage/temporary-file.ts'
import { openSubject, valueOf } from '../../../builders/keepsake.ts'
import { aLedgerRow, erasedRow } from '../../../builders/users.ts'
import { tablesThatKnow } from './traces.ts'

test('of a deleted user who came by a move, the ledger keeps nothing but a digest', async () => {
  const file = temporaryFile()
  const { keepsake, rest } = await openSubject(async () => ({ storage: await openSqlite(file), file }))
  const list = ['gone', 'stays'].map((name) => ({ username: `name-${name}`, externalId: `legacy|${name}` }))
  const { created } = await valueOf(keepsake.users.create({ list }))
  const [gone, stays] = created.map(({ account }) =>
    aLedgerRow(account.user.id, { key: account.user.externalId ?? '' }),
  )
  await valueOf(rest.moves.putRows([gone!, stays!].map((to) => ({ from: undefined, to }))))
  await askByUrl(file, async (ask) => {
    const marks = [gone!.userId!, gone!.key!, 'name-gone', gone!.fingerprint!]
    expect(await tablesThatKnow(ask, marks)).toContain('keepsake_move_rows')
    await valueOf(keepsake.users.delete({ userIds: [gone!.userId!] }))
    expect(await tablesThatKnow(ask, marks)).toEqual([])
    const left = await valueOf(rest.moves.findRows(gone!.source, [gone!.keyDigest, stays!.keyDigest]))
    expect(left.toSorted((one, other) => other.revision - one.revision)).toEqual([erasedRow(gone!), stays])
  })
})
